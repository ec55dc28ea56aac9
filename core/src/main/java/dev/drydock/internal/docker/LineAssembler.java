package dev.drydock.internal.docker;

import dev.drydock.model.LogLine;
import dev.drydock.model.LogSource;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * Makes lines of bytes that come in pieces of any size from two sources. Bytes are decoded when the
 * line is whole, so a character torn between two pieces comes out right.
 */
public final class LineAssembler {

  /** A longer line comes in several pieces, each a line. */
  static final int LONGEST = 1024 * 1024;

  private final Queue<LogLine> lines;
  private final @Nullable StampReader outStamps;
  private final @Nullable StampReader errStamps;
  private final Part out = new Part(LogSource.STDOUT);
  private final Part err = new Part(LogSource.STDERR);
  private LogSource last = LogSource.STDOUT;

  /** Puts whole lines without times into this queue. */
  public LineAssembler(Queue<LogLine> lines) {
    this(lines, false, false);
  }

  /**
   * Puts whole lines into this queue.
   *
   * @param stamped whether the engine puts the time before each piece of a line
   * @param raw whether the bytes come without frames
   */
  LineAssembler(Queue<LogLine> lines, boolean stamped, boolean raw) {
    this.lines = lines;
    outStamps = stamped ? new StampReader(raw, out) : null;
    errStamps = stamped ? new StampReader(raw, err) : null;
  }

  /** Takes the next bytes of a source. */
  public void add(LogSource source, byte[] bytes, int length) {
    add(source, bytes, 0, length, false);
  }

  /**
   * Takes bytes.
   *
   * @param begins whether a frame begins with them
   */
  void add(LogSource source, byte[] bytes, int from, int to, boolean begins) {
    last = source;
    StampReader stamps = source == LogSource.STDOUT ? outStamps : errStamps;
    if (stamps == null) {
      part(source).add(bytes, from, to);
    } else {
      stamps.add(bytes, from, to, begins);
    }
  }

  /**
   * The streams are over: what has no line end is a line too, the one begun last at the end. What
   * comes after it begins a line.
   */
  public void end() {
    part(last == LogSource.STDOUT ? LogSource.STDERR : LogSource.STDOUT).endStream();
    part(last).endStream();
    if (outStamps != null && errStamps != null) {
      outStamps.endStream();
      errStamps.endStream();
    }
  }

  private Part part(LogSource source) {
    return source == LogSource.STDOUT ? out : err;
  }

  /** The line of one source that is on its way. */
  final class Part {

    private final LogSource source;
    private byte[] bytes = new byte[256];
    private int size;
    private @Nullable Instant time;

    Part(LogSource source) {
      this.source = source;
    }

    /** The time of the line that begins now. */
    void begin(Instant now) {
      time = now;
    }

    /** Takes bytes of lines. */
    void add(byte[] more, int from, int to) {
      int at = from;
      for (int i = from; i < to; i++) {
        if (more[i] == '\n') {
          append(more, at, i);
          endLine();
          at = i + 1;
        }
      }
      append(more, at, to);
    }

    private void append(byte[] more, int from, int to) {
      int at = from;
      while (at < to) {
        if (size == LONGEST) {
          cut();
        }
        int count = Math.min(to - at, LONGEST - size);
        if (size + count > bytes.length) {
          bytes = Arrays.copyOf(bytes, Math.min(LONGEST, Math.max(size + count, 2 * size)));
        }
        System.arraycopy(more, at, bytes, size, count);
        size += count;
        at += count;
      }
    }

    private void endLine() {
      emit(size > 0 && bytes[size - 1] == '\r' ? size - 1 : size);
      size = 0;
    }

    private void endStream() {
      if (size > 0) {
        endLine();
      }
    }

    /** Gives out what there is, but for the beginning of a character at its end. */
    private void cut() {
      int end = size;
      int begin = end - 1;
      while (begin > end - 4 && (bytes[begin] & 0xc0) == 0x80) {
        begin--;
      }
      if ((bytes[begin] & 0xc0) == 0xc0 && begin + lengthOf(bytes[begin]) > end) {
        end = begin;
      }
      emit(end);
      System.arraycopy(bytes, end, bytes, 0, size - end);
      size -= end;
    }

    private int lengthOf(byte lead) {
      int unsigned = lead & 0xff;
      return unsigned >= 0xf0 ? 4 : unsigned >= 0xe0 ? 3 : 2;
    }

    private void emit(int length) {
      lines.add(new LogLine(source, new String(bytes, 0, length, StandardCharsets.UTF_8), time));
    }
  }
}
