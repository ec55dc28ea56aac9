package dev.drydock.benchmarks.cases;

import dev.drydock.benchmarks.contender.Box;
import dev.drydock.benchmarks.contender.Contender;
import dev.drydock.benchmarks.contender.Wish;
import dev.drydock.benchmarks.measure.Comparison;
import dev.drydock.benchmarks.measure.Experiment;
import dev.drydock.benchmarks.measure.Row;
import java.util.List;

/** The close of one container, until it is gone. */
public final class StopOne implements Experiment {

  @Override
  public List<Row> rows() {
    return List.of(
        Row.of("stop-1", "close of one container", "ms")
            .withGoal(Comparison.DRYDOCK_OVER_RAW, 1.05));
  }

  @Override
  public int reps() {
    return 30;
  }

  @Override
  public double[] trial(Contender contender) throws Exception {
    Box box = contender.start(Wish.webServer());
    long begin = System.nanoTime();
    box.close();
    return new double[] {(System.nanoTime() - begin) / 1e6};
  }
}
