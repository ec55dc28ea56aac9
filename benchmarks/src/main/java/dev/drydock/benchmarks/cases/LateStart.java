package dev.drydock.benchmarks.cases;

import dev.drydock.benchmarks.contender.Clock;
import dev.drydock.benchmarks.contender.Contender;
import dev.drydock.benchmarks.contender.TimedStart;
import dev.drydock.benchmarks.contender.Wish;
import dev.drydock.benchmarks.measure.Comparison;
import dev.drydock.benchmarks.measure.Experiment;
import dev.drydock.benchmarks.measure.Row;
import java.util.List;

/**
 * A service that becomes ready 500 ms after the start: how long the start takes, and how long after
 * the service became ready, by its own clock, the first request has been answered.
 */
public final class LateStart implements Experiment {

  private final String name;
  private final Wish.Ready ready;

  /** With this wait. */
  public LateStart(String name, Wish.Ready ready) {
    this.name = name;
    this.ready = ready;
  }

  @Override
  public List<Row> rows() {
    Row late = Row.of(name + "-late", "a service that becomes ready 500 ms after its start", "ms");
    return List.of(
        ready == Wish.Ready.HTTP
            ? late.withGoal(Comparison.TESTCONTAINERS_OVER_DRYDOCK, 1.5)
            : late,
        Row.of(name + "-late-delay", "from that moment to the first answer", "ms")
            .withGoal(Comparison.DRYDOCK_MINUS_RAW, 15));
  }

  @Override
  public int reps() {
    return 20;
  }

  @Override
  public double[] trial(Contender contender) throws Exception {
    TimedStart start = contender.timedStart(Wish.lateWebServer("0.5", ready));
    start.box().close();
    double becameReady = Clock.epochMillis(start.answer());
    return new double[] {start.millis(), start.answeredAt() - becameReady};
  }
}
