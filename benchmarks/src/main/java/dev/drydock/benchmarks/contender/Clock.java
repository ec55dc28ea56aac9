package dev.drydock.benchmarks.contender;

import java.time.Instant;

/** The machine's clock, which containers of the same machine share. */
public final class Clock {

  private Clock() {}

  /** Milliseconds since 1970, with microseconds behind the point. */
  public static double epochMillis() {
    Instant now = Instant.now();
    return now.getEpochSecond() * 1e3 + now.getNano() / 1e6;
  }

  /** What a shell's {@code $EPOCHREALTIME} says, in milliseconds since 1970. */
  public static double epochMillis(String epochRealTime) {
    return Double.parseDouble(epochRealTime.trim()) * 1e3;
  }
}
