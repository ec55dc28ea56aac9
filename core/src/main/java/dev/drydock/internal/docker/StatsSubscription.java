package dev.drydock.internal.docker;

import dev.drydock.engine.Subscription;
import dev.drydock.model.ContainerStats;
import java.io.IOException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.slf4j.LoggerFactory;

/** What a container uses, delivered on a thread of its own. */
final class StatsSubscription implements Subscription, Runnable {

  private final Response response;
  private final Consumer<ContainerStats> consumer;
  private final ReentrantLock delivery = new ReentrantLock();
  private volatile boolean closed;

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
      for (JsonObject next = stream.next(); next != null && !closed; next = stream.next()) {
        deliver(StatsAnswer.of(next));
      }
    } catch (IOException e) {
      // Closed, or gone with its container.
    }
  }

  private void deliver(ContainerStats stats) {
    delivery.lock();
    try {
      // The engine goes on for a while after the end, with nothing but zeros.
      if (!closed && stats.time().toEpochMilli() > 0) {
        consumer.accept(stats);
      }
    } catch (RuntimeException e) {
      LoggerFactory.getLogger(StatsSubscription.class)
          .warn("A consumer of figures failed; it gets the next ones.", e);
    } finally {
      delivery.unlock();
    }
  }

  @Override
  public void close() {
    closed = true;
    delivery.lock();
    try {
      response.close();
    } finally {
      delivery.unlock();
    }
  }
}
