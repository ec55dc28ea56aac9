package dev.drydock.benchmarks.cases;

import dev.drydock.benchmarks.contender.Box;
import dev.drydock.benchmarks.contender.Contender;
import dev.drydock.benchmarks.contender.Fleet;
import dev.drydock.benchmarks.contender.ParallelFleet;
import dev.drydock.benchmarks.contender.Request;
import dev.drydock.benchmarks.contender.Wish;
import dev.drydock.benchmarks.measure.Experiment;
import dev.drydock.benchmarks.measure.Row;
import java.util.List;

/** Containers started at once until each has answered a request, or their close. */
public final class Many implements Experiment {

  /** What is timed. */
  public enum Timed {
    /** The start, until each container has answered a request. */
    START,
    /** The close, in the contender's own way. */
    CLOSE,
    /** The close, when the caller closes each container by a thread of its own. */
    CLOSE_BY_THREADS
  }

  private final Row row;
  private final int count;
  private final Timed timed;

  /** Of so many containers. */
  public Many(Row row, int count, Timed timed) {
    this.row = row;
    this.count = count;
    this.timed = timed;
  }

  @Override
  public List<Row> rows() {
    return List.of(row);
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
  public double[] trial(Contender contender) throws Exception {
    Wish wish = Wish.webServer();
    long begin = System.nanoTime();
    Fleet fleet = contender.startAll(wish, count);
    for (Box each : fleet.boxes()) {
      contender.first(each, new Request(each, wish));
    }
    long started = System.nanoTime();
    if (timed == Timed.CLOSE_BY_THREADS) {
      ParallelFleet.closeAtOnce(fleet.boxes());
    } else {
      fleet.close();
    }
    long removed = System.nanoTime();
    return new double[] {(timed == Timed.START ? started - begin : removed - started) / 1e6};
  }
}
