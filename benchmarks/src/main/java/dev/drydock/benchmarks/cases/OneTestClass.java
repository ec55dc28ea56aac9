package dev.drydock.benchmarks.cases;

import dev.drydock.benchmarks.child.TestClasses;
import dev.drydock.benchmarks.child.TestRun;
import dev.drydock.benchmarks.contender.Contender;
import dev.drydock.benchmarks.measure.Comparison;
import dev.drydock.benchmarks.measure.Experiment;
import dev.drydock.benchmarks.measure.Row;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A whole test run of one class with a container, less the same run of a class without: what the
 * container adds to a run in which JUnit has to be loaded anyway.
 */
public final class OneTestClass implements Experiment {

  private Path folder = Path.of("");

  @Override
  public List<Row> rows() {
    return List.of(
        Row.of("junit", "what a class with a container adds to a test run", "ms")
            .withGoal(Comparison.DRYDOCK_OVER_RAW, 1.2)
            .withGoal(Comparison.TESTCONTAINERS_OVER_DRYDOCK, 3));
  }

  @Override
  public int reps() {
    return 10;
  }

  @Override
  public int warmUps() {
    return 1;
  }

  @Override
  public void prepare(List<Contender> contenders) throws Exception {
    folder = Files.createTempDirectory("drydock-junit");
  }

  @Override
  public double[] trial(Contender contender) throws Exception {
    double without = millis(contender, TestClasses.WITHOUT_CONTAINER);
    double with = millis(contender, TestClasses.withContainer(contender.name()));
    return new double[] {with - without};
  }

  private double millis(Contender contender, String testClass) throws Exception {
    return TestRun.fresh(contender.name(), folder).millis(List.of(testClass));
  }

  @Override
  public void close() throws IOException {
    Trees.delete(folder);
  }
}
