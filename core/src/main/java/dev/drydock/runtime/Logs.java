package dev.drydock.runtime;

import dev.drydock.engine.Subscription;
import dev.drydock.model.LogLine;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;

/**
 * What a container has written, or the part of it that is asked for: immutable, and read from the
 * engine anew by each reading verb, while the container runs and after it has ended, until it is
 * removed. {@code GET /containers/ID/logs}.
 *
 * <p>A line longer than 1 MiB comes in pieces of that length. A line's end may be {@code \n} or
 * {@code \r\n}; a carriage return within a line stays.
 */
public interface Logs extends Iterable<LogLine> {

  /** Standard output only; a container with a terminal has no other. */
  Logs stdout();

  /** Standard error only. */
  Logs stderr();

  /** From this time on, by the engine's clock (replaces). */
  Logs since(Instant time);

  /** Only what was written after the mark was set (replaces). */
  Logs since(LogMark mark);

  /** Up to this time, by the engine's clock (replaces). */
  Logs until(Instant time);

  /**
   * The last so many lines (replaces). Engines count a line of more than 16 KiB as several.
   *
   * @throws IllegalArgumentException when the number is negative
   */
  Logs tail(int lines);

  /** With each line's {@link LogLine#time()}; lines asked for by time have it anyway. */
  Logs withTimes();

  /** The lines there are now, in order. */
  List<LogLine> lines();

  /** Their texts, each with a line end. */
  String text();

  /** Reads the lines there are now one by one, so that a log of any length needs little memory. */
  @Override
  void forEach(Consumer<? super LogLine> consumer);

  /** Over {@link #lines()}. */
  @Override
  default Iterator<LogLine> iterator() {
    return lines().iterator();
  }

  /**
   * Hands each line there is, and will be, to the consumer, in order, on a thread and a connection
   * of its own: a slow consumer holds up nobody but itself. One that throws is reported once, by a
   * warning, and gets the next line. When the container is started again, by a verb or by its
   * engine, the new lines follow; a tail is one of the lines there are when this is called. It ends
   * with the container, or when it is closed.
   */
  Subscription follow(Consumer<LogLine> consumer);

  /**
   * The first line, written or to be written, in which the regular expression is found.
   *
   * @throws dev.drydock.model.ContainerStartException when none comes in time, or the container
   *     ends before and its engine does not start it again; the container stays
   */
  LogLine await(String regex, Duration timeout);

  /** The place after the last line there is now. */
  LogMark mark();
}
