package dev.drydock.internal.wait;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How a wait ended.
 *
 * @param end the reason
 * @param why what the last look said; empty when it was ready
 * @param looks how often the condition was looked at
 * @param after how long the wait took
 * @param cause what the last look threw, if it threw
 */
public record Outcome(End end, String why, int looks, Duration after, @Nullable Throwable cause) {

  /** The reasons. */
  public enum End {
    /** The condition holds. */
    READY,
    /** The condition can no longer hold. */
    NEVER,
    /** The container's process ended. */
    DIED,
    /** The time is over. */
    TIMED_OUT
  }
}
