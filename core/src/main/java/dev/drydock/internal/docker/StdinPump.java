package dev.drydock.internal.docker;

import dev.drydock.engine.ProcessStream;
import dev.drydock.model.EngineException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Carries standard input to a command on a thread of its own, so that reading what the command
 * writes is never held up; at the end of the input it closes its half of the connection, which the
 * command sees as the end.
 */
public final class StdinPump implements Runnable, AutoCloseable {

  private static final long PATIENCE_MILLIS = 100;

  private final InputStream source;
  private final ProcessStream target;
  private final String what;
  private final Thread thread;
  private volatile boolean closed;
  private volatile @Nullable Exception sourceFailure;

  private StdinPump(InputStream source, ProcessStream target, String what) {
    this.source = source;
    this.target = target;
    this.what = what;
    this.thread = new Thread(this, "drydock-stdin");
    thread.setDaemon(true);
  }

  /**
   * Opens the source and begins.
   *
   * @param what is done with it, in words for when it cannot be read
   */
  public static StdinPump start(
      Supplier<? extends InputStream> source, ProcessStream target, String what) {
    StdinPump pump = new StdinPump(source.get(), target, what);
    pump.thread.start();
    return pump;
  }

  @Override
  public void run() {
    try (source) {
      OutputStream out = target.stdin();
      byte[] buffer = new byte[32 * 1024];
      for (int count = read(buffer); count >= 0; count = read(buffer)) {
        out.write(buffer, 0, count);
      }
      out.close();
    } catch (IOException e) {
      // Half an input must not look like a whole one. A command that ended before its input did
      // closed the connection itself, and there is nothing to tell.
      if (sourceFailure != null) {
        target.close();
      }
    }
  }

  private int read(byte[] buffer) throws IOException {
    try {
      return source.read(buffer, 0, buffer.length);
    } catch (IOException | RuntimeException e) {
      if (!closed) {
        sourceFailure = e;
      }
      throw new IOException(e);
    }
  }

  /**
   * Tells that the input came to no good end.
   *
   * @throws EngineException when it could not be read
   */
  public void throwIfSourceFailed() {
    Exception failure = sourceFailure;
    if (failure != null) {
      throw new EngineException(
          0, "Standard input could not be read to " + what + ": " + reason(failure), failure);
    }
  }

  private static String reason(Exception failure) {
    String message = failure.getMessage();
    return message == null ? failure.getClass().getSimpleName() : message;
  }

  /** Ends it, wherever it is. */
  @Override
  public void close() {
    closed = true;
    target.close();
    thread.interrupt();
    boolean interrupted = Thread.interrupted();
    try {
      thread.join(PATIENCE_MILLIS);
      if (thread.isAlive()) {
        source.close();
      }
    } catch (InterruptedException e) {
      interrupted = true;
    } catch (IOException e) {
      // A source that cannot be closed is its owner's.
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
