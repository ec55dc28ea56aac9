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
   * Ends the stream; a thread waiting in {@link #next()} gets null. From any thread, any number of
   * times.
   */
  @Override
  void close();
}
