package dev.drydock.internal.session;

import dev.drydock.engine.LogStream;
import dev.drydock.engine.Subscription;
import dev.drydock.model.DrydockException;
import dev.drydock.model.LogLine;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries the lines of one log stream to one consumer, on a thread of its own, over the ends after
 * which the container runs again.
 */
final class LogPump implements Subscription {

  /** For a consumer that has had its time already. */
  private static final Duration LAST_LOOK = Duration.ofMillis(250);

  private final String title;
  private final LogStream stream;
  private final Consumer<LogLine> consumer;
  private final NextRun nextRun;
  private final Runnable atEnd;
  private final CountDownLatch ended = new CountDownLatch(1);
  private volatile boolean closed;
  private volatile boolean delivering;
  private volatile long worker;
  private long failures;

  private LogPump(
      String title, LogStream stream, Consumer<LogLine> consumer, NextRun nextRun, Runnable atEnd) {
    this.title = title;
    this.stream = stream;
    this.consumer = consumer;
    this.nextRun = nextRun;
    this.atEnd = atEnd;
  }

  /**
   * Carries until the stream has ended for good, or this is closed; then runs {@code atEnd}. Who
   * has the stream closes it.
   */
  static LogPump start(
      ExecutorService threads,
      String title,
      LogStream stream,
      Consumer<LogLine> consumer,
      NextRun nextRun,
      Runnable atEnd) {
    LogPump pump = new LogPump(title, stream, consumer, nextRun, atEnd);
    threads.execute(pump::run);
    return pump;
  }

  boolean hasEnded() {
    return ended.getCount() == 0;
  }

  private void run() {
    worker = Thread.currentThread().getId();
    try {
      boolean fresh = carry();
      while (!closed && nextRun.await(fresh) && stream.goOn()) {
        fresh = carry();
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

  /** Carries to the end of the stream; whether there was anything. */
  private boolean carry() {
    boolean fresh = false;
    for (LogLine line = stream.next(); line != null && !closed; line = stream.next()) {
      fresh = true;
      delivering = true;
      deliver(line);
      delivering = false;
    }
    return fresh;
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

  /**
   * Ends it. A consumer that has not come to the end of what was written may go on for so long; it
   * is told when it has not come there, or does not come back at all.
   */
  void closeWithin(Duration patience) {
    closeBy(System.nanoTime() + patience.toNanos(), patience);
  }

  /**
   * The same, for one of several that have their time together.
   *
   * @param end when that is over
   * @param patience how long it is
   */
  void closeBy(long end, Duration patience) {
    if (Thread.currentThread().getId() == worker) {
      stop();
      return;
    }
    boolean behind = false;
    if (delivering) {
      nextRun.close();
      behind = !awaitEnd(until(end));
    }
    stop();
    if (!awaitEnd(behind ? LAST_LOOK : until(end))) {
      log()
          .warn(
              "The log consumer {} of {} still has its line after {} ms; it is left alone.",
              consumer,
              title,
              patience.toMillis());
    } else if (behind) {
      log()
          .warn(
              "The log consumer {} of {} lacks lines: it was behind by more than {} ms at the end.",
              consumer,
              title,
              patience.toMillis());
    }
  }

  private static Duration until(long end) {
    return Duration.ofNanos(Math.max(0, end - System.nanoTime()));
  }

  private void stop() {
    closed = true;
    stream.close();
    nextRun.close();
  }

  @Override
  public void close() {
    stop();
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
