package dev.drydock.benchmarks;

import dev.drydock.benchmarks.contender.Contender;
import dev.drydock.benchmarks.measure.Case;
import dev.drydock.benchmarks.measure.Experiment;
import dev.drydock.benchmarks.measure.Interleaved;
import dev.drydock.benchmarks.measure.Outcome;
import dev.drydock.benchmarks.report.ResultFiles;
import dev.drydock.benchmarks.report.Table;
import java.io.Closeable;
import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Measures cases with those who may take part; each contender is opened once, for all cases. */
final class Measurement implements Closeable {

  private final Map<String, Contender> open = new LinkedHashMap<>();
  private final Options options;
  private final Function<String, Contender> contenders;
  private final ResultFiles results;
  private final PrintStream progress;
  private final Table table;

  /** Prints to {@code table} and tells of its progress to {@code progress}. */
  Measurement(
      Options options,
      Function<String, Contender> contenders,
      ResultFiles results,
      Table table,
      PrintStream progress) {
    this.options = options;
    this.contenders = contenders;
    this.results = results;
    this.table = table;
    this.progress = progress;
  }

  /**
   * Measures a case and prints it. It is written only if all its contenders took part: the file
   * compares them in one run, and would lose the others' figures.
   */
  List<Outcome> of(Case which) throws Exception {
    Interleaved interleaved = new Interleaved(progress);
    List<Outcome> outcomes = new ArrayList<>();
    for (Experiment experiment : which.experiments()) {
      int reps = options.reps() == 0 ? experiment.reps() : options.reps();
      outcomes.addAll(interleaved.run(experiment, takingPart(experiment), reps));
    }
    table.print(outcomes);
    List<String> leftOut = which.leftOut(options.only());
    if (leftOut.isEmpty()) {
      results.write(which.name(), outcomes);
    } else {
      table.printUnwritten(which.name(), leftOut);
    }
    table.printLines(which.name(), outcomes);
    return outcomes;
  }

  private List<Contender> takingPart(Experiment experiment) {
    List<Contender> takingPart = new ArrayList<>();
    for (String name : experiment.contenders()) {
      if (options.only().contains(name)) {
        takingPart.add(open.computeIfAbsent(name, contenders));
      }
    }
    return takingPart;
  }

  @Override
  public void close() throws IOException {
    for (Contender each : open.values()) {
      each.close();
    }
  }
}
