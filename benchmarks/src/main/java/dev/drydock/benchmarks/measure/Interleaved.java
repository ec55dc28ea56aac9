package dev.drydock.benchmarks.measure;

import dev.drydock.benchmarks.contender.Contender;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Lets the contenders take turns, A B C A B C, so that a change of the machine meets all alike. */
public final class Interleaved {

  private final PrintStream progress;

  /** Tells of its progress there. */
  public Interleaved(PrintStream progress) {
    this.progress = progress;
  }

  /** Runs the experiment with these contenders, in this order, so many times. */
  public List<Outcome> run(Experiment experiment, List<Contender> contenders, int reps)
      throws Exception {
    List<Row> rows = experiment.rows();
    List<Map<String, List<Double>>> samples = new ArrayList<>();
    rows.forEach(row -> samples.add(new LinkedHashMap<>()));
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
        for (Contender each : contenders) {
          Thread.sleep(experiment.restMillis());
          double[] values = experiment.trial(each);
          for (int i = 0; round >= 0 && i < values.length; i++) {
            samples.get(i).computeIfAbsent(each.name(), name -> new ArrayList<>()).add(values[i]);
          }
        }
      }
    } finally {
      progress.print("\r" + " ".repeat(60) + "\r");
      progress.flush();
    }
    List<Outcome> outcomes = new ArrayList<>();
    for (int i = 0; i < rows.size(); i++) {
      Map<String, Figures> figures = new LinkedHashMap<>();
      samples.get(i).forEach((name, values) -> figures.put(name, new Figures(values)));
      outcomes.add(new Outcome(rows.get(i), figures));
    }
    return outcomes;
  }
}
