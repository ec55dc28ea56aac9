package dev.drydock.internal.docker;

import dev.drydock.engine.LogPlan;
import dev.drydock.engine.LogStream;
import dev.drydock.model.EngineException;
import dev.drydock.model.LogLine;
import dev.drydock.model.LogSource;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.time.Instant;
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
 * past as many bytes as have come already. In the same way it goes on when its connection breaks,
 * and when the container runs again.
 */
final class DockerLogStream implements LogStream {

  /** Asks for the same log again, as it is by then. */
  interface Again {
    Response open(boolean follow);
  }

  private final Api api;
  private final String what;
  private final boolean tty;
  private final LogPlan plan;
  private final Queue<LogLine> ready = new ArrayDeque<>();
  private final LineAssembler lines;
  private final byte[] buffer = new byte[16 * 1024];
  private final Map<LogSource, Long> known = new EnumMap<>(LogSource.class);
  private final Map<LogSource, Long> seen = new EnumMap<>(LogSource.class);
  private final @Nullable Again again;
  private FrameReader frames;
  private boolean lastLook;
  private boolean progress = true;
  private boolean ended;
  private volatile Response response;
  private volatile boolean closed;

  /** Reads this response, and then, if it is not null, the rest of the log asked for again. */
  DockerLogStream(
      Api api, String what, Response response, boolean tty, LogPlan plan, @Nullable Again again) {
    this.api = api;
    this.what = what;
    this.tty = tty;
    this.plan = plan;
    this.again = again;
    this.response = response;
    boolean raw = isRaw(response, tty);
    this.lines = new LineAssembler(ready, plan.times(), raw);
    this.frames = new FrameReader(response.body(), raw);
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
      if (line != null) {
        if (isWanted(line.time())) {
          return line;
        }
      } else if (ended) {
        return null;
      } else {
        readSome();
      }
    }
    return null;
  }

  /** Engines take a time to the microsecond or worse. */
  private boolean isWanted(@Nullable Instant time) {
    if (time == null) {
      return true;
    }
    Instant since = plan.since();
    Instant until = plan.until();
    return (since == null || !time.isBefore(since)) && (until == null || !time.isAfter(until));
  }

  private void readSome() {
    int count;
    try {
      count = frames.read(buffer);
    } catch (IOException e) {
      response.close();
      if (!closed && !goesOn(e)) {
        throw api.broken(what, e);
      }
      return;
    }
    if (count >= 0) {
      take(frames.source(), count);
    } else if (lastLook || !openAgain(false)) {
      ended = true;
      lines.end();
    }
  }

  @Override
  public boolean goOn() {
    if (closed || again == null) {
      return false;
    }
    try {
      open(again, true);
    } catch (EngineException e) {
      if (e.status() == 404) {
        return false;
      }
      throw e;
    }
    progress = true;
    ended = false;
    return true;
  }

  /** Whether the log is followed, and could be opened anew where it broke. */
  private boolean goesOn(IOException failure) {
    return progress
        && !(failure instanceof ClosedByInterruptException)
        && !Thread.currentThread().isInterrupted()
        && openAgain(true);
  }

  /** Passes by the bytes that had come before the log was opened again. */
  private void take(LogSource source, int count) {
    long position = seen.merge(source, (long) count, Long::sum);
    long fresh = Math.min(count, position - known.getOrDefault(source, 0L));
    if (fresh > 0) {
      progress = true;
      int from = count - (int) fresh;
      lines.add(source, buffer, from, count, from == 0 && frames.begins());
    }
  }

  private boolean openAgain(boolean follow) {
    if (again == null) {
      return false;
    }
    try {
      open(again, follow);
      return true;
    } catch (EngineException e) {
      // It is gone with its container, or the engine is.
      return false;
    }
  }

  private void open(Again opener, boolean follow) {
    response = opener.open(follow);
    if (closed) {
      response.close();
    }
    lastLook = !follow;
    progress = false;
    seen.forEach((source, count) -> known.merge(source, count, Math::max));
    seen.clear();
    frames = new FrameReader(response.body(), isRaw(response, tty));
  }

  @Override
  public void close() {
    closed = true;
    response.close();
  }
}
