package dev.drydock.model;

/**
 * One line a container wrote.
 *
 * @param source the stream it came from
 * @param text the line without its end, decoded as UTF-8
 */
public record LogLine(LogSource source, String text) {

  /** The text alone. */
  @Override
  public String toString() {
    return text;
  }
}
