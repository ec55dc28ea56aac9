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
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A whole test run of twenty classes, each with a fresh container of its own; then it again. */
public final class TwentyTestClasses implements Experiment {

  private static final int CLASSES = 20;

  private final Map<String, List<String>> testClasses = new HashMap<>();
  private Path folder = Path.of("");

  @Override
  public List<Row> rows() {
    return List.of(
        Row.of("class-per-container", "20 classes with a container each, a repeated run", "ms")
            .withGoal(Comparison.DRYDOCK_OVER_RAW, 0.6)
            .withGoal(Comparison.TESTCONTAINERS_OVER_DRYDOCK, 2),
        Row.of("class-per-container-first", "the same, with no run before it", "ms"));
  }

  @Override
  public int reps() {
    return 5;
  }

  /** None: a run takes many seconds, and its JVM is fresh anyway. */
  @Override
  public int warmUps() {
    return 0;
  }

  @Override
  public void prepare(List<Contender> contenders) throws Exception {
    folder = Files.createTempDirectory("drydock-classes");
    for (Contender each : contenders) {
      testClasses.put(each.name(), TestClasses.copies(each.name(), CLASSES, folder(each)));
    }
  }

  @Override
  public double[] trial(Contender contender) throws Exception {
    List<String> names = testClasses.getOrDefault(contender.name(), List.of());
    TestRun run = TestRun.fresh(contender.name(), folder(contender));
    double first = run.millis(names);
    double second = run.millis(names);
    return new double[] {second, first};
  }

  private Path folder(Contender contender) throws IOException {
    return Files.createDirectories(folder.resolve(contender.name()));
  }

  @Override
  public void close() throws IOException {
    Trees.delete(folder);
  }
}
