package dev.drydock.benchmarks.cases;

import dev.drydock.benchmarks.contender.Box;
import dev.drydock.benchmarks.contender.Contender;
import dev.drydock.benchmarks.contender.Wish;
import dev.drydock.benchmarks.measure.Comparison;
import dev.drydock.benchmarks.measure.Experiment;
import dev.drydock.benchmarks.measure.Row;
import java.io.IOException;
import java.util.List;

/** {@code true} in a running container, until its exit code is known. */
public final class Exec implements Experiment {

  private final Boxes boxes = new Boxes(Wish.webServer());

  @Override
  public List<Row> rows() {
    return List.of(
        Row.of("exec", "exec of true, until its exit code is known", "ms")
            .withGoal(Comparison.DRYDOCK_OVER_RAW, 1.05)
            .withGoal(Comparison.TESTCONTAINERS_OVER_DRYDOCK, 1.0));
  }

  @Override
  public int reps() {
    return 100;
  }

  @Override
  public int warmUps() {
    return 20;
  }

  @Override
  public int restMillis() {
    return 0;
  }

  @Override
  public void prepare(List<Contender> contenders) throws Exception {
    boxes.start(contenders);
  }

  @Override
  public double[] trial(Contender contender) throws Exception {
    Box box = boxes.of(contender);
    long begin = System.nanoTime();
    int exitCode = box.exec("true");
    long nanos = System.nanoTime() - begin;
    if (exitCode != 0) {
      throw new IllegalStateException("true ended with " + exitCode);
    }
    return new double[] {nanos / 1e6};
  }

  @Override
  public void close() throws IOException {
    boxes.close();
  }
}
