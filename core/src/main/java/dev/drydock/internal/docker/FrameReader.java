package dev.drydock.internal.docker;

import dev.drydock.model.LogSource;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/**
 * Reads what a container writes: either one raw stream (a terminal), or frames of 8 bytes of head
 * (source, three zeros, length) and their content, of any length and torn at any place.
 */
final class FrameReader {

  private static final int HEAD = 8;

  private final InputStream in;
  private final boolean raw;
  private final byte[] head = new byte[HEAD];
  private LogSource source = LogSource.STDOUT;
  private long left;
  private boolean begins;

  FrameReader(InputStream in, boolean raw) {
    this.in = in;
    this.raw = raw;
  }

  /** The stream that the bytes of the last {@link #read} came from. */
  LogSource source() {
    return source;
  }

  /** Whether the bytes of the last {@link #read} are the first of a frame. */
  boolean begins() {
    return begins;
  }

  /**
   * Reads bytes of one source, as soon as there are some.
   *
   * @return how many, or -1 at the end
   * @throws IOException when the stream breaks, or ends within a frame
   */
  int read(byte[] buffer) throws IOException {
    if (raw) {
      return in.read(buffer, 0, buffer.length);
    }
    begins = false;
    while (left == 0) {
      if (!readHead()) {
        return -1;
      }
      begins = true;
    }
    int count = in.read(buffer, 0, (int) Math.min(left, buffer.length));
    if (count < 0) {
      throw new EOFException("the stream ended within a frame, " + left + " bytes before its end");
    }
    left -= count;
    return count;
  }

  private boolean readHead() throws IOException {
    int have = 0;
    while (have < HEAD) {
      int count = in.read(head, have, HEAD - have);
      if (count < 0) {
        if (have == 0) {
          return false;
        }
        throw new EOFException("the stream ended within the head of a frame");
      }
      have += count;
    }
    if (head[0] < 0 || head[0] > 3 || head[1] != 0 || head[2] != 0 || head[3] != 0) {
      throw new IOException("not a frame: its head begins with " + (head[0] & 0xff));
    }
    source = head[0] < 2 ? LogSource.STDOUT : LogSource.STDERR;
    left =
        (head[4] & 0xffL) << 24 | (head[5] & 0xff) << 16 | (head[6] & 0xff) << 8 | (head[7] & 0xff);
    return true;
  }
}
