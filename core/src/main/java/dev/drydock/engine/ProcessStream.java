package dev.drydock.engine;

import dev.drydock.model.LogSource;
import java.io.OutputStream;

/** The connection to a process: what it writes, as it comes, and its standard input. */
public interface ProcessStream extends AutoCloseable {

  /**
   * Waits for what the process writes next. For one reading thread.
   *
   * @return how many bytes were read, all of one {@link #source()}, or -1 at the end
   * @throws dev.drydock.model.EngineException when the connection breaks
   */
  int read(byte[] buffer);

  /** Where the bytes of the last {@link #read} came from; all are standard output of a terminal. */
  LogSource source();

  /** Its standard input; closing it is the end that the process sees, and leaves the rest open. */
  OutputStream stdin();

  /**
   * Ends the connection, not the process; a thread waiting in {@link #read} gets -1. From any
   * thread, any number of times.
   */
  @Override
  void close();
}
