package dev.drydock.model;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One line a container wrote.
 *
 * @param source the stream it came from
 * @param text the line without its end, decoded as UTF-8
 * @param time when the engine received it, by the engine's clock; null when it was not asked for
 */
public record LogLine(LogSource source, String text, @Nullable Instant time) {

  /** A line whose time was not asked for. */
  public LogLine(LogSource source, String text) {
    this(source, text, null);
  }

  /** The text alone. */
  @Override
  public String toString() {
    return text;
  }
}
