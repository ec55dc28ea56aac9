package dev.drydock.internal.docker;

import dev.drydock.engine.LogStream;
import dev.drydock.model.LogLine;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/** A log that comes in over a connection of its own. */
final class DockerLogStream implements LogStream {

  private final Api api;
  private final String what;
  private final Response response;
  private final FrameReader frames;
  private final Queue<LogLine> ready = new ArrayDeque<>();
  private final LineAssembler lines = new LineAssembler(ready);
  private final byte[] buffer = new byte[16 * 1024];
  private boolean ended;
  private volatile boolean closed;

  DockerLogStream(Api api, String what, Response response, boolean tty) {
    this.api = api;
    this.what = what;
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
        int count = frames.read(buffer);
        if (count < 0) {
          ended = true;
          lines.end();
        } else {
          lines.add(frames.source(), buffer, count);
        }
      } catch (IOException e) {
        response.close();
        if (!closed) {
          throw api.broken(what, e);
        }
      }
    }
    return null;
  }

  @Override
  public void close() {
    closed = true;
    response.close();
  }
}
