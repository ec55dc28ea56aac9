package dev.drydock.benchmarks.report;

import dev.drydock.benchmarks.measure.Comparison;
import dev.drydock.benchmarks.measure.Figures;
import dev.drydock.benchmarks.measure.Outcome;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;

/** The results for people, on the console. */
public final class Table {

  private final PrintStream out;

  /** Printed there. */
  public Table(PrintStream out) {
    this.out = out;
  }

  /** Prints all rows of a case. */
  public void print(List<Outcome> outcomes) {
    for (Outcome each : outcomes) {
      int reps = each.figures().values().stream().mapToInt(f -> f.samples().size()).max().orElse(0);
      out.printf(
          Locale.ROOT,
          "%s: %s (%s, %d rounds)%n",
          each.row().name(),
          each.row().what(),
          each.row().unit(),
          reps);
      out.printf(Locale.ROOT, "  %-16s %10s %10s%n", "", "median", "p90");
      each.figures()
          .forEach(
              (name, figures) ->
                  out.printf(
                      Locale.ROOT,
                      "  %-16s %10s %10s%n",
                      name,
                      Figures.plain(figures.median()),
                      Figures.plain(figures.p90())));
      each.verdicts().forEach(verdict -> out.println("  " + verdict));
      out.println();
    }
  }

  /** Says that a case was not written, and why. */
  public void printUnwritten(String caseName, List<String> leftOut) {
    out.println(
        "nothing was written: results/"
            + caseName
            + ".json compares all contenders of one run, and --only left out "
            + String.join(", ", leftOut));
    out.println();
  }

  /** Prints, for each row, the line that programs read; the headline last. */
  public void printLines(String caseName, List<Outcome> outcomes) {
    for (Outcome each : outcomes.subList(1, outcomes.size())) {
      out.println(line(each.row().name(), each));
    }
    out.println(line(caseName, outcomes.get(0)));
  }

  /** Prints what became of each goal, then how many are met. */
  public void printGoals(List<Outcome> outcomes) {
    List<Outcome.Verdict> verdicts =
        outcomes.stream().flatMap(each -> each.verdicts().stream()).toList();
    verdicts.forEach(out::println);
    long met = verdicts.stream().filter(Outcome.Verdict::met).count();
    long measured = verdicts.stream().filter(Outcome.Verdict::measured).count();
    long unmeasured = verdicts.size() - measured;
    out.println(
        "goals: "
            + met
            + " of "
            + verdicts.size()
            + " met"
            + (unmeasured == 0 ? "" : ", " + unmeasured + " not measured"));
  }

  private static String line(String name, Outcome outcome) {
    return name
        + ratio(outcome, Comparison.DRYDOCK_OVER_RAW)
        + ratio(outcome, Comparison.TESTCONTAINERS_OVER_DRYDOCK);
  }

  private static String ratio(Outcome outcome, Comparison comparison) {
    return " " + comparison.label() + "=" + Figures.ratio(outcome.value(comparison));
  }
}
