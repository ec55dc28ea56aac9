package dev.drydock.internal.docker;

import dev.drydock.engine.LogStream;
import dev.drydock.model.EngineException;
import dev.drydock.model.LogLine;
import dev.drydock.model.LogSource;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.EnumMap;
import java.util.Map;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * A log that comes in over a connection of its own.
 *
 * <p>An engine that follows a log may end it before the last lines, when the container ends just
 * then (Docker 20.10 does in one of twenty cases). So a followed log is read once more at its end,
 * past as many bytes as have come already.
 */
final class DockerLogStream implements LogStream {

  /** Asks for the whole log again, as it is by then. */
  interface Again {
    Response open();
  }

  private final Api api;
  private final String what;
  private final boolean tty;
  private final Queue<LogLine> ready = new ArrayDeque<>();
  private final LineAssembler lines = new LineAssembler(ready);
  private final byte[] buffer = new byte[16 * 1024];
  private final Map<LogSource, Long> known = new EnumMap<>(LogSource.class);
  private final Map<LogSource, Long> seen = new EnumMap<>(LogSource.class);
  private @Nullable Again again;
  private FrameReader frames;
  private boolean ended;
  private volatile Response response;
  private volatile boolean closed;

  /** Reads this response, and then, if it is not null, the rest of the log asked for again. */
  DockerLogStream(Api api, String what, Response response, boolean tty, @Nullable Again again) {
    this.api = api;
    this.what = what;
    this.tty = tty;
    this.again = again;
    this.response = response;
    this.frames = new FrameReader(response.body(), isRaw(response, tty));
  }

  /** From API 1.42 on the engine says it itself when there are frames. */
  static boolean isRaw(Response response, boolean tty) {
    String type = response.header("Content-Type");
    return tty && (type == null || !type.contains("multiplexed-stream"));
  }

  @Override
  public @Nullable LogLine next() {
    while (!closed) {
      LogLine line = ready.poll();
      if (line != null || ended) {
        return line;
      }
      try {
        readSome();
      } catch (IOException e) {
        response.close();
        if (!closed) {
          throw api.broken(what, e);
        }
      }
    }
    return null;
  }

  private void readSome() throws IOException {
    int count = frames.read(buffer);
    if (count >= 0) {
      take(frames.source(), count);
    } else if (again == null || !openAgain(again)) {
      ended = true;
      lines.end();
    }
  }

  /** Passes by the bytes that had come before the log was opened again. */
  private void take(LogSource source, int count) {
    long position = seen.merge(source, (long) count, Long::sum);
    long fresh = Math.min(count, position - known.getOrDefault(source, 0L));
    if (fresh > 0) {
      int from = count - (int) fresh;
      System.arraycopy(buffer, from, buffer, 0, (int) fresh);
      lines.add(source, buffer, (int) fresh);
    }
  }

  private boolean openAgain(Again opener) {
    again = null;
    try {
      response = opener.open();
    } catch (EngineException e) {
      // It is gone with its container.
      return false;
    }
    if (closed) {
      response.close();
    }
    known.putAll(seen);
    seen.clear();
    frames = new FrameReader(response.body(), isRaw(response, tty));
    return true;
  }

  @Override
  public void close() {
    closed = true;
    response.close();
  }
}
