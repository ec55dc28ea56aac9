package dev.drydock.internal.session;

import dev.drydock.engine.LogStream;
import dev.drydock.engine.Subscription;
import dev.drydock.model.LogLine;
import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Carries a container's log to a consumer, over all its runs: an engine ends the stream with the
 * main process, and the next run's lines come after those of the one before.
 */
final class LogFollowing implements Subscription {

  private final ExecutorService threads;
  private final String title;
  private final LogStream stream;
  private final Consumer<LogLine> consumer;
  private final NextRun nextRun;
  private final Runnable atEnd;
  private final Collection<LogFollowing> all;
  private final ReentrantLock lock = new ReentrantLock();
  private @Nullable LogPump pump;
  private boolean closed;

  /**
   * @param atEnd is run when the container has ended and is not started again
   * @param all the open ones of the container, among which it is until it is closed
   */
  LogFollowing(
      ExecutorService threads,
      String title,
      LogStream stream,
      Consumer<LogLine> consumer,
      NextRun nextRun,
      Runnable atEnd,
      Collection<LogFollowing> all) {
    this.threads = threads;
    this.title = title;
    this.stream = stream;
    this.consumer = consumer;
    this.nextRun = nextRun;
    this.atEnd = atEnd;
    this.all = all;
  }

  void begin() {
    all.add(this);
    lock.lock();
    try {
      carry();
    } finally {
      lock.unlock();
    }
  }

  private void carry() {
    pump = LogPump.start(threads, title, stream, consumer, nextRun, this::ended);
  }

  /** The container was started again. */
  void goOn() {
    nextRun.started();
    carryOn();
  }

  private void ended() {
    carryOn();
    if (hasEnded()) {
      atEnd.run();
    }
  }

  /** Begins anew when all is carried and the container was started since. */
  private void carryOn() {
    lock.lock();
    try {
      if (!closed && hasEnded() && nextRun.isDue()) {
        carry();
      }
    } finally {
      lock.unlock();
    }
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
    all.remove(this);
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
    closeBy(System.nanoTime() + patience.toNanos(), patience);
  }

  /** The same, for one of several, in the words of {@link LogPump#closeBy}. */
  void closeBy(long end, Duration patience) {
    LogPump last = end();
    if (last != null) {
      last.closeBy(end, patience);
    }
  }
}
