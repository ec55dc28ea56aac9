package dev.drydock.spec;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A command that the engine runs in the container to learn whether it is healthy; {@code
 * Config.Healthcheck} of the create call.
 *
 * @param test the Engine API's form: {@code CMD} and words, {@code CMD-SHELL} and a line, or {@code
 *     NONE}
 * @param interval between two runs by the engine, or null for the engine's 30 s
 * @param timeout of one run, or null for the engine's 30 s
 * @param startPeriod in which failures do not count, or null for none
 * @param startInterval between two runs by the engine while the start period lasts, or null for its
 *     own; Engine API 1.44
 * @param retries how many failures in a row make it unhealthy; 0 for the engine's 3
 */
public record Healthcheck(
    List<String> test,
    @Nullable Duration interval,
    @Nullable Duration timeout,
    @Nullable Duration startPeriod,
    @Nullable Duration startInterval,
    int retries) {

  private static final Duration LEAST = Duration.ofMillis(1);

  /** Copies the test and checks the times, which are 1 ms or more. */
  public Healthcheck {
    test = List.copyOf(test);
    requireTime("interval", interval);
    requireTime("timeout", timeout);
    requireTime("start period", startPeriod);
    requireTime("start interval", startInterval);
    if (retries < 0) {
      throw new IllegalArgumentException("healthcheck retries must be 0 or more, was " + retries);
    }
  }

  private static void requireTime(String what, @Nullable Duration time) {
    if (time != null && time.compareTo(LEAST) < 0) {
      throw new IllegalArgumentException(
          "healthcheck " + what + " must be 1 ms or more, was " + time);
    }
  }

  /** The words are run as they are; exit code 0 is healthy. */
  public static Healthcheck command(String... words) {
    List<String> test = new ArrayList<>(List.of(words));
    if (test.isEmpty()) {
      throw new IllegalArgumentException(
          "healthcheck command must have at least one word, had none");
    }
    test.add(0, "CMD");
    return new Healthcheck(test, null, null, null, null, 0);
  }

  /** The line is run by the image's shell; exit code 0 is healthy. */
  public static Healthcheck shell(String line) {
    return new Healthcheck(List.of("CMD-SHELL", line), null, null, null, null, 0);
  }

  /** No healthcheck, even if the image has one. */
  public static Healthcheck none() {
    return new Healthcheck(List.of("NONE"), null, null, null, null, 0);
  }

  /**
   * With this pause between two runs by the engine (replaces); Drydock's own wait does not heed it.
   */
  public Healthcheck withInterval(Duration newInterval) {
    return new Healthcheck(test, newInterval, timeout, startPeriod, startInterval, retries);
  }

  /** With this limit for one run (replaces). */
  public Healthcheck withTimeout(Duration newTimeout) {
    return new Healthcheck(test, interval, newTimeout, startPeriod, startInterval, retries);
  }

  /** With this time at the start in which failures do not count (replaces). */
  public Healthcheck withStartPeriod(Duration newStartPeriod) {
    return new Healthcheck(test, interval, timeout, newStartPeriod, startInterval, retries);
  }

  /**
   * With this pause between two runs by the engine while the start period lasts (replaces). {@code
   * StartInterval}, Engine API 1.44; an older engine refuses the container.
   */
  public Healthcheck withStartInterval(Duration newStartInterval) {
    return new Healthcheck(test, interval, timeout, startPeriod, newStartInterval, retries);
  }

  /** With so many failures in a row before it is unhealthy (replaces). */
  public Healthcheck withRetries(int newRetries) {
    return new Healthcheck(test, interval, timeout, startPeriod, startInterval, newRetries);
  }
}
