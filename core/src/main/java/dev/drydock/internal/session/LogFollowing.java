package dev.drydock.internal.session;

import dev.drydock.engine.LogStream;
import dev.drydock.engine.Subscription;
import dev.drydock.model.DrydockException;
import dev.drydock.model.LogLine;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * Carries a container's log to a consumer, over the container's restarts: an engine ends the stream
 * with the main process, and begins the next one with the first line of all.
 */
final class LogFollowing implements Subscription {

  private final ExecutorService threads;
  private final Supplier<LogStream> opener;
  private final Consumer<LogLine> consumer;
  private final String title;
  private final Runnable atEnd;
  private final ReentrantLock lock = new ReentrantLock();
  private volatile long delivered;
  private @Nullable LogPump pump;
  private boolean closed;

  LogFollowing(
      ExecutorService threads,
      String title,
      Supplier<LogStream> opener,
      Consumer<LogLine> consumer,
      Runnable atEnd) {
    this.title = title;
    this.atEnd = atEnd;
    this.threads = threads;
    this.opener = opener;
    this.consumer = consumer;
  }

  void begin() {
    long known = delivered;
    LogStream stream = opener.get();
    lock.lock();
    try {
      if (closed) {
        stream.close();
      } else {
        pump = LogPump.start(threads, title, stream, new Rest(known), atEnd);
      }
    } finally {
      lock.unlock();
    }
  }

  /** The container runs again. */
  void goOn() {
    threads.execute(
        () -> {
          try {
            LogPump before = current();
            if (before != null) {
              before.awaitEnd();
            }
            begin();
          } catch (DrydockException e) {
            LoggerFactory.getLogger(LogFollowing.class)
                .warn("A container's log cannot be followed any more: {}", e.getMessage());
          }
        });
  }

  private @Nullable LogPump current() {
    lock.lock();
    try {
      return pump;
    } finally {
      lock.unlock();
    }
  }

  boolean hasEnded() {
    LogPump last = current();
    return last == null || last.hasEnded();
  }

  private @Nullable LogPump end() {
    lock.lock();
    try {
      closed = true;
      return pump;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits so long for the end of the stream and of what the consumer does.
   *
   * @return whether it has come
   */
  boolean awaitEnd(Duration patience) {
    LogPump last = current();
    return last == null || last.awaitEnd(patience);
  }

  @Override
  public void close() {
    LogPump last = end();
    if (last != null) {
      last.close();
    }
  }

  /** Ends it, and waits only so long for a consumer that does not come back. */
  void closeWithin(Duration patience) {
    LogPump last = end();
    if (last != null) {
      last.closeWithin(patience);
    }
  }

  /** Passes by the lines that were delivered before; for the one thread of a pump. */
  private final class Rest implements Consumer<LogLine> {

    private long toSkip;

    Rest(long toSkip) {
      this.toSkip = toSkip;
    }

    @Override
    @SuppressWarnings("NonAtomicVolatileUpdate") // one pump at a time
    public void accept(LogLine line) {
      if (toSkip > 0) {
        toSkip--;
        return;
      }
      delivered++;
      consumer.accept(line);
    }
  }
}
