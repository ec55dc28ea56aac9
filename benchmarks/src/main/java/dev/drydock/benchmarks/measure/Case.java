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

  /** Those of its contenders whom these do not name: without them a run is not the whole case. */
  public List<String> leftOut(List<String> only) {
    return experiments.stream()
        .flatMap(each -> each.contenders().stream())
        .filter(each -> !only.contains(each))
        .distinct()
        .toList();
  }

  /** A case of these experiments. */
  public static Case of(String name, Experiment... experiments) {
    return new Case(name, List.of(experiments));
  }
}
