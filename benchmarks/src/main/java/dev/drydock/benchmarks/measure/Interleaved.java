package dev.drydock.benchmarks.measure;

import dev.drydock.benchmarks.contender.Contender;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Lets the contenders take turns, A B C, B C A, C A B, so that a change of the machine meets all
 * alike and nobody always has the same one's traces to work in.
 */
public final class Interleaved {

  private final PrintStream progress;

  /** Tells of its progress there. */
  public Interleaved(PrintStream progress) {
    this.progress = progress;
  }

  /** Runs so many rounds, the first of them in this order; each begins with the next contender. */
  public List<Outcome> run(Experiment experiment, List<Contender> contenders, int reps)
      throws Exception {
    List<Row> rows = experiment.rows();
    List<Map<String, List<Double>>> samples = new ArrayList<>();
    rows.forEach(row -> samples.add(new HashMap<>()));
    List<Contender> turns = new ArrayList<>(contenders);
    try (experiment) {
      experiment.prepare(contenders);
      for (int round = -experiment.warmUps(); round < reps; round++) {
        progress.print(
            "\r"
                + rows.get(0).name()
                + ": "
                + (round < 0 ? "warm-up" : "round " + (round + 1))
                + " of "
                + reps
                + "   ");
        progress.flush();
        for (Contender each : turns) {
          Thread.sleep(experiment.restMillis());
          double[] values = experiment.trial(each);
          for (int i = 0; round >= 0 && i < values.length; i++) {
            samples.get(i).computeIfAbsent(each.name(), name -> new ArrayList<>()).add(values[i]);
          }
        }
        Collections.rotate(turns, -1);
      }
    } finally {
      progress.print("\r" + " ".repeat(60) + "\r");
      progress.flush();
    }
    List<Outcome> outcomes = new ArrayList<>();
    for (int i = 0; i < rows.size(); i++) {
      Map<String, List<Double>> taken = samples.get(i);
      Map<String, Figures> figures = new LinkedHashMap<>();
      // Not in the order of the samples: who was first in the first measured round says nothing.
      contenders.stream()
          .map(Contender::name)
          .forEach(name -> figures.put(name, new Figures(taken.getOrDefault(name, List.of()))));
      outcomes.add(new Outcome(rows.get(i), figures));
    }
    return outcomes;
  }
}
