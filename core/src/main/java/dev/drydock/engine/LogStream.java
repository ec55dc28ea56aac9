package dev.drydock.engine;

import dev.drydock.model.LogLine;
import org.jspecify.annotations.Nullable;

/** Lines of a container's log, in order, as the engine sends them. For one reading thread. */
public interface LogStream extends AutoCloseable {

  /**
   * Waits for the next line.
   *
   * @return the line, or null at the end of the log
   * @throws dev.drydock.model.EngineException when the connection breaks
   */
  @Nullable LogLine next();

  /**
   * Goes on, after the end of a log that is followed, with what the container writes when it runs
   * again, past all that has come. For the reading thread.
   *
   * @return whether it does; not (the default) when this is not such a log, or its container is
   *     gone
   * @throws dev.drydock.model.EngineException when the engine refuses
   */
  default boolean goOn() {
    return false;
  }

  /**
   * Ends the stream; a thread waiting in {@link #next()} gets null. From any thread, any number of
   * times.
   */
  @Override
  void close();
}
