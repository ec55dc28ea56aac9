package dev.drydock.internal.docker;

import java.time.Instant;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * Reads the engine's times. By hand, because {@code java.time}'s formatters take longer to load
 * than a container to create.
 */
final class EngineTime {

  private EngineTime() {}

  /**
   * Milliseconds since 1970 of a time such as {@code 2026-03-18T10:11:12.123456789Z} or {@code
   * …+02:00}; 0 for the engine's "never", the year 1, and for what is no time.
   */
  static long millis(String text) {
    Instant time = instant(text);
    return time == null ? 0 : time.toEpochMilli();
  }

  /** Such a time to the nanosecond; null for the engine's "never" and for what is no time. */
  static @Nullable Instant instant(String text) {
    if (text.length() < 20 || text.startsWith("0001-") || text.charAt(10) != 'T') {
      return null;
    }
    try {
      long days =
          LocalDate.of(number(text, 0, 4), number(text, 5, 7), number(text, 8, 10)).toEpochDay();
      long seconds =
          days * 86_400
              + number(text, 11, 13) * 3_600L
              + number(text, 14, 16) * 60L
              + number(text, 17, 19);
      int at = 19;
      long nanos = 0;
      if (text.charAt(at) == '.') {
        int unit = 100_000_000;
        for (at++; at < text.length() && isDigit(text.charAt(at)); at++) {
          nanos += (long) (text.charAt(at) - '0') * unit;
          unit /= 10;
        }
      }
      return Instant.ofEpochSecond(seconds - offset(text, at), nanos);
    } catch (RuntimeException e) {
      return null;
    }
  }

  private static long offset(String text, int at) {
    if (text.charAt(at) == 'Z') {
      return 0;
    }
    long seconds = number(text, at + 1, at + 3) * 3_600L + number(text, at + 4, at + 6) * 60L;
    return text.charAt(at) == '-' ? -seconds : seconds;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static int number(String text, int from, int to) {
    return Integer.parseInt(text, from, to, 10);
  }
}
