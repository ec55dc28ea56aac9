package dev.drydock.engine;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which lines of a container's log an engine shall send.
 *
 * @param stdout whether those of standard output; {@code stdout}
 * @param stderr whether those of standard error; {@code stderr}
 * @param since from this time on, by the engine's clock; null for the beginning; {@code since}
 * @param until up to this time; null for no end; {@code until}
 * @param tail the last so many of them, or -1 for all; {@code tail}
 * @param times whether each line carries its time; {@code timestamps}
 * @param follow whether the stream goes on until the container ends; {@code follow}
 */
public record LogPlan(
    boolean stdout,
    boolean stderr,
    @Nullable Instant since,
    @Nullable Instant until,
    int tail,
    boolean times,
    boolean follow) {

  /** All lines. */
  public static LogPlan all() {
    return new LogPlan(true, true, null, null, -1, false, false);
  }

  /** The same that goes on, or does not, until the container ends. */
  public LogPlan following(boolean follows) {
    return new LogPlan(stdout, stderr, since, until, tail, times, follows);
  }

  /** The same from this time on. */
  public LogPlan from(@Nullable Instant time) {
    return new LogPlan(stdout, stderr, time, until, tail, times, follow);
  }

  /** The same up to this time. */
  public LogPlan to(@Nullable Instant time) {
    return new LogPlan(stdout, stderr, since, time, tail, times, follow);
  }

  /** The last so many, or all with -1. */
  public LogPlan last(int lines) {
    return new LogPlan(stdout, stderr, since, until, lines, times, follow);
  }

  /** The same with, or without, times. */
  public LogPlan timed(boolean withTimes) {
    return new LogPlan(stdout, stderr, since, until, tail, withTimes, follow);
  }

  /** The same of these streams. */
  public LogPlan of(boolean out, boolean err) {
    return new LogPlan(out, err, since, until, tail, times, follow);
  }
}
