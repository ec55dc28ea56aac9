package dev.drydock.benchmarks;

import dev.drydock.benchmarks.calls.CallCounts;
import dev.drydock.benchmarks.cases.Cases;
import dev.drydock.benchmarks.contender.Contender;
import dev.drydock.benchmarks.contender.Contenders;
import dev.drydock.benchmarks.measure.Case;
import dev.drydock.benchmarks.measure.Experiment;
import dev.drydock.benchmarks.measure.Interleaved;
import dev.drydock.benchmarks.measure.Outcome;
import dev.drydock.benchmarks.report.Page;
import dev.drydock.benchmarks.report.ResultFiles;
import dev.drydock.benchmarks.report.Table;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The command line of the benchmarks; {@code benchmarks/run} explains it. */
public final class Main {

  private final Path home = Path.of(System.getProperty("benchmarks.home", "benchmarks"));
  private final ResultFiles results = new ResultFiles(home.resolve("results"));
  private final Table table = new Table(System.out);
  private final Map<String, Contender> open = new LinkedHashMap<>();
  private List<String> only = List.of("raw", "curl", "drydock", "testcontainers");
  private int reps;

  private Main() {}

  /** {@code CASE}, {@code all}, {@code list}, {@code calls} or {@code page}, then options. */
  public static void main(String[] args) {
    try {
      new Main().run(args);
      System.exit(0);
    } catch (IllegalArgumentException e) {
      System.err.println(e.getMessage());
      System.exit(2);
    } catch (Exception e) {
      e.printStackTrace();
      System.exit(1);
    }
  }

  private void run(String[] args) throws Exception {
    for (int i = 1; i < args.length; i += 2) {
      if (i + 1 == args.length) {
        throw new IllegalArgumentException(args[i] + " needs a value");
      }
      switch (args[i]) {
        case "--reps" -> reps = atLeastOne(args[i + 1]);
        case "--only" -> only = List.of(args[i + 1].split(",", -1));
        default -> throw new IllegalArgumentException("unknown option: " + args[i]);
      }
    }
    try {
      switch (args.length == 0 ? "list" : args[0]) {
        case "list" -> Cases.all().forEach(each -> System.out.println(each.name()));
        case "all" -> all();
        case "calls" -> CallCounts.measure(results, System.out);
        case "page" -> new Page(results, home.resolveSibling("docs")).write();
        default -> one(named(args[0]));
      }
    } finally {
      for (Contender each : open.values()) {
        each.close();
      }
    }
  }

  private static int atLeastOne(String text) {
    int number = Integer.parseInt(text);
    if (number < 1) {
      throw new IllegalArgumentException("--reps must be 1 or more, was " + text);
    }
    return number;
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

  private void all() throws Exception {
    List<Outcome> outcomes = new ArrayList<>();
    for (Case each : Cases.all()) {
      outcomes.addAll(one(each));
      System.out.println();
    }
    table.printGoals(outcomes);
  }

  private List<Outcome> one(Case each) throws Exception {
    Interleaved interleaved = new Interleaved(System.err);
    List<Outcome> outcomes = new ArrayList<>();
    for (Experiment experiment : each.experiments()) {
      List<Contender> contenders = new ArrayList<>();
      for (String name : experiment.contenders()) {
        if (only.contains(name)) {
          contenders.add(open.computeIfAbsent(name, Contenders::open));
        }
      }
      outcomes.addAll(
          interleaved.run(experiment, contenders, reps == 0 ? experiment.reps() : reps));
    }
    table.print(outcomes);
    results.write(each.name(), outcomes);
    table.printLines(each.name(), outcomes);
    return outcomes;
  }
}
