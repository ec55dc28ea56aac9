package dev.drydock.internal.docker;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Closes connections whose time is over: calls without an answer, and idle connections.
 *
 * <p>A unix channel cannot limit a read by itself. One thread looks after all connections; it
 * sleeps until the first of their deadlines, is not disturbed by a call that ends in time, and ends
 * when there is no connection left.
 */
final class Watch implements Runnable {

  private static final long FAR = Long.MAX_VALUE / 4;

  private final Pulse pulse;
  private final Set<Connection> watched = ConcurrentHashMap.newKeySet();
  private final AtomicReference<@Nullable Thread> thread = new AtomicReference<>();

  /** When the thread looks next, in {@link System#nanoTime()}; far ahead while it is looking. */
  private volatile long nextLook;

  Watch(Pulse pulse) {
    this.pulse = pulse;
  }

  /** What asks the engine whether it is there, for calls that take long. */
  Pulse pulse() {
    return pulse;
  }

  void add(Connection connection) {
    watched.add(connection);
    if (thread.get() == null) {
      launch();
    }
  }

  void remove(Connection connection) {
    watched.remove(connection);
    if (watched.isEmpty()) {
      LockSupport.unpark(thread.get());
    }
  }

  /** Closes every connection, whatever it is doing. */
  void closeAll() {
    for (Connection each : watched) {
      each.close();
    }
  }

  /** Called after a connection was given this deadline. */
  void deadlineSet(long deadline) {
    if (deadline - nextLook < 0) {
      LockSupport.unpark(thread.get());
    }
  }

  private void launch() {
    Thread fresh = new Thread(null, this, "drydock-engine-watch", 128 * 1024, false);
    fresh.setDaemon(true);
    fresh.setContextClassLoader(null);
    nextLook = System.nanoTime() + FAR;
    if (thread.compareAndSet(null, fresh)) {
      fresh.start();
    }
  }

  @Override
  public void run() {
    Thread self = Thread.currentThread();
    while (true) {
      // From here on whoever sets a deadline wakes this thread, even before it parks.
      nextLook = System.nanoTime() + FAR;
      long pause = look();
      if (watched.isEmpty()) {
        thread.set(null);
        if (watched.isEmpty() || !thread.compareAndSet(null, self)) {
          return;
        }
      }
      nextLook = System.nanoTime() + pause;
      LockSupport.parkNanos(this, pause);
    }
  }

  private long look() {
    long pause = FAR;
    for (Connection each : watched) {
      long deadline = each.deadline();
      if (deadline == Connection.NEVER) {
        continue;
      }
      long left = deadline - System.nanoTime();
      if (left <= 0) {
        each.expire(deadline);
      } else {
        pause = Math.min(pause, left);
      }
    }
    return pause;
  }
}
