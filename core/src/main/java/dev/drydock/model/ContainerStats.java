package dev.drydock.model;

import java.time.Duration;
import java.time.Instant;

/**
 * What a container uses, at one moment. Counters begin with its start; what the engine does not
 * tell is 0.
 *
 * @param time when the engine looked
 * @param cpu the time that processors have worked for it
 * @param memory what its processes hold, the kernel's file cache for them among it
 * @param memoryLimit the most it may hold: its limit, or the host's memory
 * @param processes how many processes and threads it has
 * @param received what came in over all its networks
 * @param sent what went out over all its networks
 * @param read what was read from block devices
 * @param written what was written to block devices
 */
public record ContainerStats(
    Instant time,
    Duration cpu,
    DataSize memory,
    DataSize memoryLimit,
    long processes,
    DataSize received,
    DataSize sent,
    DataSize read,
    DataSize written) {

  /**
   * How many processors were busy for it, on average, since an earlier look: 1.5 for one and a
   * half.
   *
   * @throws IllegalArgumentException when that look was not earlier
   */
  public double processorsSince(ContainerStats earlier) {
    long nanos = Duration.between(earlier.time, time).toNanos();
    if (nanos <= 0) {
      throw new IllegalArgumentException(
          "the look to compare with must be earlier than " + time + ", was " + earlier.time);
    }
    return (double) cpu.minus(earlier.cpu).toNanos() / nanos;
  }
}
