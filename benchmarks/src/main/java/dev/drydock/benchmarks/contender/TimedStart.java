package dev.drydock.benchmarks.contender;

import java.io.Closeable;

/**
 * A start and how long it took until the first request was answered.
 *
 * @param box the running container, to be removed
 * @param nanos from the call to the answer
 * @param answer the body of the answer
 * @param answeredAt when it was answered, in milliseconds since 1970
 */
public record TimedStart(Closeable box, long nanos, String answer, double answeredAt) {

  /** How long it took, in milliseconds. */
  public double millis() {
    return nanos / 1e6;
  }
}
