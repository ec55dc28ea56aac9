package dev.drydock.internal.docker;

import dev.drydock.engine.Subscription;
import dev.drydock.model.ContainerStats;
import java.io.IOException;
import java.util.function.Consumer;
import org.slf4j.LoggerFactory;

/** What a container uses, delivered on a thread of its own. */
final class StatsSubscription implements Subscription, Runnable {

  private final Response response;
  private final Consumer<ContainerStats> consumer;
  private final Delivery delivery = new Delivery();

  private StatsSubscription(Response response, Consumer<ContainerStats> consumer) {
    this.response = response;
    this.consumer = consumer;
  }

  static StatsSubscription start(Response response, Consumer<ContainerStats> consumer) {
    StatsSubscription subscription = new StatsSubscription(response, consumer);
    Thread thread = new Thread(subscription, "drydock-stats");
    thread.setDaemon(true);
    thread.start();
    return subscription;
  }

  @Override
  public void run() {
    try (response) {
      Json.Stream stream = Json.stream(response.body());
      for (JsonObject next = stream.next();
          next != null && !delivery.isClosed();
          next = stream.next()) {
        ContainerStats stats = StatsAnswer.of(next);
        delivery.run(() -> hand(stats));
      }
    } catch (IOException e) {
      // Closed, or gone with its container.
    }
  }

  private void hand(ContainerStats stats) {
    try {
      // The engine goes on for a while after the end, with nothing but zeros.
      if (stats.time().toEpochMilli() > 0) {
        consumer.accept(stats);
      }
    } catch (RuntimeException e) {
      LoggerFactory.getLogger(StatsSubscription.class)
          .warn("A consumer of figures failed; it gets the next ones.", e);
    }
  }

  @Override
  public void close() {
    delivery.close(response);
  }
}
