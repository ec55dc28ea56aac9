package dev.drydock.benchmarks.cases;

import dev.drydock.benchmarks.contender.Contender;
import dev.drydock.benchmarks.contender.TimedStart;
import dev.drydock.benchmarks.contender.Wish;
import dev.drydock.benchmarks.measure.Experiment;
import dev.drydock.benchmarks.measure.Row;
import java.util.List;

/** One container in a warm JVM, until it is known to be ready and a request has been answered. */
public final class Start implements Experiment {

  private final Row row;
  private final Wish wish;
  private final List<String> contenders;

  /** Of this container. */
  public Start(Row row, Wish wish, List<String> contenders) {
    this.row = row;
    this.wish = wish;
    this.contenders = contenders;
  }

  @Override
  public List<Row> rows() {
    return List.of(row);
  }

  @Override
  public int reps() {
    return 30;
  }

  @Override
  public List<String> contenders() {
    return contenders;
  }

  @Override
  public double[] trial(Contender contender) throws Exception {
    TimedStart start = contender.timedStart(wish);
    start.box().close();
    return new double[] {start.millis()};
  }
}
