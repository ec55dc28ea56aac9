package dev.drydock.internal.session;

import dev.drydock.engine.LogStream;
import dev.drydock.engine.Subscription;
import dev.drydock.model.DrydockException;
import dev.drydock.model.InterruptedWaitException;
import dev.drydock.model.LogLine;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Carries the lines of one log stream to one consumer, on a thread of its own. */
final class LogPump implements Subscription {

  private final String title;
  private final LogStream stream;
  private final Consumer<LogLine> consumer;
  private final Runnable atEnd;
  private final CountDownLatch ended = new CountDownLatch(1);
  private volatile boolean closed;
  private volatile long worker;
  private long failures;

  private LogPump(String title, LogStream stream, Consumer<LogLine> consumer, Runnable atEnd) {
    this.title = title;
    this.stream = stream;
    this.consumer = consumer;
    this.atEnd = atEnd;
  }

  /** Carries until the stream ends or this is closed; then runs {@code atEnd}. */
  static LogPump start(
      ExecutorService threads,
      String title,
      LogStream stream,
      Consumer<LogLine> consumer,
      Runnable atEnd) {
    LogPump pump = new LogPump(title, stream, consumer, atEnd);
    threads.execute(pump::run);
    return pump;
  }

  boolean hasEnded() {
    return ended.getCount() == 0;
  }

  /** Waits for the end of the stream. */
  void awaitEnd() {
    try {
      ended.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedWaitException("Interrupted while waiting for the end of a log.", e);
    }
  }

  private void run() {
    worker = Thread.currentThread().getId();
    try (stream) {
      LogLine line = stream.next();
      while (line != null && !closed) {
        deliver(line);
        line = stream.next();
      }
    } catch (DrydockException e) {
      if (!closed) {
        log().warn("The log of {} ended early for {}: {}", title, consumer, e.getMessage());
      }
    } finally {
      if (failures > 1) {
        log().warn("The log consumer {} of {} failed on {} lines.", consumer, title, failures);
      }
      ended.countDown();
      atEnd.run();
    }
  }

  private void deliver(LogLine line) {
    try {
      consumer.accept(line);
    } catch (RuntimeException | Error e) {
      if (++failures == 1) {
        log()
            .warn(
                "The log consumer {} of {} failed on the line \"{}\"; it gets the next one.",
                consumer,
                title,
                line.text(),
                e);
      }
    }
    if (Thread.interrupted() && !closed) {
      log().debug("The log consumer {} of {} interrupted its thread.", consumer, title);
    }
  }

  /**
   * Waits so long for the end of the stream and of what the consumer does.
   *
   * @return whether it has come
   */
  boolean awaitEnd(Duration patience) {
    try {
      return ended.await(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** Ends it, and waits only so long for a consumer that does not come back. */
  void closeWithin(Duration patience) {
    closed = true;
    stream.close();
    if (Thread.currentThread().getId() != worker && !awaitEnd(patience)) {
      log()
          .warn(
              "The log consumer {} of {} still has its line after {} ms; it is left alone.",
              consumer,
              title,
              patience.toMillis());
    }
  }

  @Override
  public void close() {
    closed = true;
    stream.close();
    if (Thread.currentThread().getId() == worker) {
      // A consumer that ends its own subscription would wait for itself.
      return;
    }
    boolean interrupted = false;
    while (true) {
      try {
        ended.await();
        break;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** Looked up when there is something to say: finding the logging back end costs a cold start. */
  private static Logger log() {
    return LoggerFactory.getLogger(LogPump.class);
  }
}
