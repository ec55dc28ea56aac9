package dev.drydock.benchmarks.cases;

import dev.drydock.benchmarks.contender.Clock;
import dev.drydock.benchmarks.contender.Contender;
import dev.drydock.benchmarks.contender.Wish;
import dev.drydock.benchmarks.measure.Comparison;
import dev.drydock.benchmarks.measure.Experiment;
import dev.drydock.benchmarks.measure.Row;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;

/** From a line printed in the container, which holds the time, to the consumer of its log. */
public final class Logs implements Experiment {

  /** A shell that writes the time again and again, without starting a process for it. */
  private static final Wish CLOCK =
      Wish.webServer()
          .withCommand(
              "sh",
              "-c",
              "httpd -p 8080 -h /etc; while usleep 40000; do echo $EPOCHREALTIME; done");

  private final Boxes boxes = new Boxes(CLOCK);
  private final Map<String, LinkedBlockingQueue<Double>> delays = new HashMap<>();
  private final List<Closeable> following = new ArrayList<>();

  @Override
  public List<Row> rows() {
    return List.of(
        Row.of("logs", "from a line printed in the container to the consumer", "ms")
            .withGoal(Comparison.DRYDOCK_OVER_RAW, 1.05)
            .withGoal(Comparison.TESTCONTAINERS_OVER_DRYDOCK, 1.0));
  }

  @Override
  public int reps() {
    return 200;
  }

  @Override
  public int warmUps() {
    return 50;
  }

  @Override
  public int restMillis() {
    return 0;
  }

  @Override
  public void prepare(List<Contender> contenders) throws Exception {
    boxes.start(contenders);
    for (Contender each : contenders) {
      LinkedBlockingQueue<Double> queue = new LinkedBlockingQueue<>();
      delays.put(each.name(), queue);
      following.add(boxes.of(each).follow(line -> note(line, queue)));
    }
  }

  private static void note(String line, LinkedBlockingQueue<Double> delays) {
    double now = Clock.epochMillis();
    if (!line.isEmpty()) {
      delays.add(now - Clock.epochMillis(line));
    }
  }

  @Override
  public double[] trial(Contender contender) throws Exception {
    LinkedBlockingQueue<Double> queue = delays.get(contender.name());
    if (queue == null) {
      throw new IllegalStateException("nobody follows " + contender.name());
    }
    // What came while the others had their turn is not of this one.
    queue.clear();
    return new double[] {queue.take()};
  }

  @Override
  public void close() throws IOException {
    for (Closeable each : following) {
      each.close();
    }
    boxes.close();
  }
}
