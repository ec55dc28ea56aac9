package dev.drydock.internal.docker;

import dev.drydock.model.EngineException;
import dev.drydock.model.InterruptedWaitException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Pauses between tries of something that the engine cannot do yet and does not announce: from 1 ms,
 * doubling up to a most.
 */
final class Retry {

  private final String what;
  private final long mostNanos;
  private final long end;
  private long pause = TimeUnit.MILLISECONDS.toNanos(1);

  /** Of something, in words, for so long at the most. */
  Retry(String what, long mostPauseMillis, long seconds) {
    this.what = what;
    this.mostNanos = TimeUnit.MILLISECONDS.toNanos(mostPauseMillis);
    this.end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
  }

  /**
   * Waits before the next try.
   *
   * @return false when the time is over
   */
  boolean pause() {
    if (System.nanoTime() - end >= 0) {
      return false;
    }
    LockSupport.parkNanos(this, pause);
    pause = Math.min(mostNanos, 2 * pause);
    if (Thread.currentThread().isInterrupted()) {
      throw new InterruptedWaitException("Interrupted while waiting to " + what, null);
    }
    return true;
  }

  /** Waits before the next try, or throws the last refusal when the time is over. */
  void pauseOrThrow(EngineException refusal) {
    if (!pause()) {
      throw refusal;
    }
  }
}
