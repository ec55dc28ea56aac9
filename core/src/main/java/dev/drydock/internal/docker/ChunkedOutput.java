package dev.drydock.internal.docker;

import java.io.IOException;
import java.io.OutputStream;

/** A body of unknown length on its way out: chunks, each sent in one write with its length. */
final class ChunkedOutput extends OutputStream {

  /** Four digits and a line end. */
  private static final int HEAD = 6;

  /** With its head and end it is written at once. */
  private static final int MOST = 64 * 1024 - HEAD - 2;

  private static final String DIGITS = "0123456789abcdef";

  private final OutputStream target;
  private final byte[] chunk = new byte[HEAD + MOST + 2];
  private int size;

  ChunkedOutput(OutputStream target) {
    this.target = target;
  }

  @Override
  public void write(int oneByte) throws IOException {
    write(new byte[] {(byte) oneByte}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    int from = offset;
    int left = length;
    while (left > 0) {
      if (size == MOST) {
        flush();
      }
      int count = Math.min(left, MOST - size);
      System.arraycopy(bytes, from, chunk, HEAD + size, count);
      size += count;
      from += count;
      left -= count;
    }
  }

  @Override
  public void flush() throws IOException {
    if (size == 0) {
      // A chunk of nothing would be the end.
      return;
    }
    for (int i = 0; i < 4; i++) {
      chunk[i] = (byte) DIGITS.charAt(size >> (12 - 4 * i) & 15);
    }
    chunk[4] = '\r';
    chunk[5] = '\n';
    chunk[HEAD + size] = '\r';
    chunk[HEAD + size + 1] = '\n';
    target.write(chunk, 0, HEAD + size + 2);
    size = 0;
  }

  /** Sends what is left, and the end of the body. The target stays open. */
  @Override
  public void close() throws IOException {
    flush();
    target.write(new byte[] {'0', '\r', '\n', '\r', '\n'}, 0, 5);
  }
}
