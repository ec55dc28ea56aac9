package dev.drydock.benchmarks;

import dev.drydock.benchmarks.calls.CallCounts;
import dev.drydock.benchmarks.cases.Cases;
import dev.drydock.benchmarks.contender.Contenders;
import dev.drydock.benchmarks.measure.Case;
import dev.drydock.benchmarks.measure.Outcome;
import dev.drydock.benchmarks.report.Page;
import dev.drydock.benchmarks.report.ResultFiles;
import dev.drydock.benchmarks.report.Table;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The command line of the benchmarks; {@code benchmarks/run} explains it. */
public final class Main {

  private final Path home = Path.of(System.getProperty("benchmarks.home", "benchmarks"));
  private final ResultFiles results = new ResultFiles(home.resolve("results"));
  private final Options options;
  private final PrintStream out;
  private final PrintStream err;
  private final Table table;

  private Main(Options options, PrintStream out, PrintStream err) {
    this.options = options;
    this.out = out;
    this.err = err;
    this.table = new Table(out);
  }

  /** {@code CASE}, {@code all}, {@code list}, {@code calls} or {@code page}, then options. */
  public static void main(String[] args) {
    System.exit(exitCode(System.out, System.err, args));
  }

  /** Does it; 0, or 1 for a failure, or 2 for what cannot be understood. */
  static int exitCode(PrintStream out, PrintStream err, String... args) {
    try {
      new Main(Options.parse(args), out, err).run();
      return 0;
    } catch (IllegalArgumentException e) {
      err.println(e.getMessage());
      return 2;
    } catch (Exception e) {
      e.printStackTrace(err);
      return 1;
    }
  }

  private void run() throws Exception {
    switch (options.command()) {
      case "list" -> Cases.all().forEach(each -> out.println(each.name()));
      case "all" -> all();
      case "calls" -> CallCounts.measure(results, out);
      case "page" -> new Page(results, home.resolveSibling("docs")).write();
      default -> one(named(options.command()));
    }
  }

  private static Case named(String name) {
    List<Case> all = Cases.all();
    return all.stream()
        .filter(each -> each.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "there is no case "
                        + name
                        + "; there are "
                        + String.join(", ", all.stream().map(Case::name).toList())));
  }

  private void one(Case which) throws Exception {
    try (Measurement measurement = measurement()) {
      measurement.of(which);
    }
  }

  private void all() throws Exception {
    List<Outcome> outcomes = new ArrayList<>();
    try (Measurement measurement = measurement()) {
      for (Case each : Cases.all()) {
        outcomes.addAll(measurement.of(each));
        out.println();
      }
      table.printGoals(outcomes);
    }
  }

  private Measurement measurement() {
    return new Measurement(options, Contenders::open, results, table, err);
  }
}
