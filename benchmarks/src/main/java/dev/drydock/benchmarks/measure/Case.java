package dev.drydock.benchmarks.measure;

import java.util.List;

/**
 * What {@code benchmarks/run NAME} measures: one or more experiments, one after the other.
 *
 * @param name its name on the command line
 * @param experiments the experiments; the first row of the first one is the headline
 */
public record Case(String name, List<Experiment> experiments) {

  /** Copies the list. */
  public Case {
    experiments = List.copyOf(experiments);
  }

  /** A case of these experiments. */
  public static Case of(String name, Experiment... experiments) {
    return new Case(name, List.of(experiments));
  }
}
