package dev.drydock.internal.docker;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;

/**
 * Takes the times out of one source's bytes.
 *
 * <p>An engine keeps a long line in pieces of at most 16 KiB and puts the time before each of them,
 * in the middle of the line. With frames a piece is a frame. Without, a piece ends with its line or
 * when it is full, and what follows a full one is a time only if it is that of the line.
 */
final class StampReader {

  private static final int PIECE = 16 * 1024;

  /** {@code 2026-11-27T18:08:27.677522377+00:00} and the space after it. */
  private static final int LONGEST = 36;

  private final boolean raw;
  private final LineAssembler.Part line;
  private final byte[] stamp = new byte[LONGEST];

  /** How much of a stamp has come, or -1 when none is due. */
  private int have;

  private byte[] lineStamp = {};
  private boolean inLine;
  private int pieceLeft;

  StampReader(boolean raw, LineAssembler.Part line) {
    this.raw = raw;
    this.line = line;
    endStream();
  }

  /** What comes next begins a line. */
  final void endStream() {
    have = raw ? 0 : -1;
    inLine = false;
    pieceLeft = PIECE;
  }

  void add(byte[] bytes, int from, int to, boolean frameBegins) {
    if (frameBegins) {
      have = 0;
    }
    int at = from;
    while (at < to) {
      at = have >= 0 ? stamp(bytes, at) : text(bytes, at, to);
    }
  }

  private int stamp(byte[] bytes, int at) {
    byte next = bytes[at];
    stamp[have++] = next;
    if (next == ' ') {
      Instant time = EngineTime.instant(new String(stamp, 0, have - 1, StandardCharsets.US_ASCII));
      if (time == null || (raw && inLine && !isOfLine())) {
        giveBack();
      } else {
        if (!inLine) {
          line.begin(time);
          lineStamp = raw ? Arrays.copyOf(stamp, have) : lineStamp;
        }
        have = -1;
      }
    } else if (next == '\n' || have == LONGEST) {
      giveBack();
    }
    return at + 1;
  }

  private boolean isOfLine() {
    return Arrays.equals(stamp, 0, have, lineStamp, 0, lineStamp.length);
  }

  /** It was no time but text. */
  private void giveBack() {
    int length = have;
    have = -1;
    byte[] text = Arrays.copyOf(stamp, length);
    int at = 0;
    while (at < length) {
      at = text(text, at, length);
    }
  }

  /** Takes text up to where a time is due. */
  private int text(byte[] bytes, int from, int to) {
    int most = raw ? Math.min(to, from + pieceLeft) : to;
    int end = from;
    while (end < most && bytes[end] != '\n') {
      end++;
    }
    pieceLeft -= end - from;
    boolean lineEnds = end < most;
    int next = lineEnds ? end + 1 : end;
    line.add(bytes, from, next);
    inLine = !lineEnds;
    if (raw && (lineEnds || pieceLeft == 0)) {
      have = 0;
      pieceLeft = PIECE;
    }
    return next;
  }
}
