package dev.drydock.internal.docker;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.ProtocolException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * What comes in over a connection, read as HTTP: the head of an answer, then, as a stream, its
 * body.
 *
 * <p>A read gives what is there and waits for no more, so that a line of a log arrives when it is
 * written. Long reads go past the buffer.
 */
final class HttpInput extends InputStream {

  private static final int LONGEST_LINE = 64 * 1024;

  /** {@link #left} of a body that ends with the connection. */
  private static final long ALL = Long.MAX_VALUE;

  private final InputStream source;
  private final byte[] buffer = new byte[8 * 1024];
  private int at;
  private int end;

  /** How much is left of the body, or of the chunk of it that is being read. */
  private long left;

  private boolean chunked;
  private boolean inChunks;
  private boolean begun;

  HttpInput(InputStream source) {
    this.source = source;
  }

  /**
   * Reads the head of an answer, and those of what comes before one (status 1xx); then the body can
   * be read.
   *
   * @param withBody whether an answer to the request can have a body at all
   * @return null when the connection ends before the first byte
   * @throws ProtocolException when it is not HTTP
   */
  @Nullable HttpHead head(boolean withBody) throws IOException {
    begun = false;
    String status = line();
    while (status != null) {
      HttpHead head = HttpHead.of(status);
      for (String header = line(); ; header = line()) {
        if (header == null) {
          throw HttpHead.notHttp("it ends within its head");
        }
        if (header.isEmpty()) {
          break;
        }
        head.add(header);
      }
      if (head.status() >= 200 || head.status() == 101) {
        begin(head, withBody);
        begun = false;
        return head;
      }
      status = line();
      if (status == null) {
        throw new EOFException("the other side closed it before its answer");
      }
    }
    return null;
  }

  /** Whether a head was begun and not read to its end. */
  boolean hasBegun() {
    return begun;
  }

  /** Whether more has come than was read. */
  boolean hasMore() {
    return at < end;
  }

  private void begin(HttpHead head, boolean withBody) throws ProtocolException {
    chunked = false;
    inChunks = false;
    if (!withBody || head.status() == 204 || head.status() == 304) {
      left = 0;
    } else if (head.status() == 101) {
      left = ALL;
    } else if (head.isChunked()) {
      chunked = true;
      left = 0;
    } else {
      long length = head.length();
      left = length < 0 ? ALL : length;
    }
  }

  /** Whether the end of the body can be told without the end of the connection. */
  boolean isDelimited() {
    return left != ALL;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    if (left == 0 && !(chunked && nextChunk())) {
      return -1;
    }
    int count = some(bytes, offset, (int) Math.min(length, left));
    if (left == ALL) {
      return count;
    }
    if (count < 0) {
      throw new EOFException("the answer ended before its end");
    }
    left -= count;
    return count;
  }

  /** Goes to the next chunk; false at the end of the body. */
  private boolean nextChunk() throws IOException {
    if (inChunks && !endedLine().isEmpty()) {
      throw HttpHead.notHttp("a chunk is longer than it says");
    }
    String size = endedLine();
    int stop = size.indexOf(';');
    try {
      left = Long.parseLong(stop < 0 ? size.trim() : size.substring(0, stop).trim(), 16);
    } catch (NumberFormatException e) {
      left = -1;
    }
    if (left < 0) {
      left = 0;
      throw HttpHead.notHttp("the length of a chunk is " + size);
    }
    inChunks = left > 0;
    if (!inChunks) {
      chunked = false;
      // Trailers, if any, up to the empty line.
      while (!endedLine().isEmpty()) {}
    }
    return inChunks;
  }

  private String endedLine() throws IOException {
    String line = line();
    if (line == null) {
      throw new EOFException("the answer ended before its end");
    }
    return line;
  }

  /** The next line without its end; null when the connection ends before its first byte. */
  private @Nullable String line() throws IOException {
    String begin = "";
    while (true) {
      if (at == end) {
        end = Math.max(0, source.read(buffer, 0, buffer.length));
        at = 0;
        if (end == 0) {
          if (begin.isEmpty()) {
            return null;
          }
          throw HttpHead.notHttp("it ends within its head");
        }
        begun = true;
      }
      int stop = at;
      while (stop < end && buffer[stop] != '\n') {
        stop++;
      }
      String part = new String(buffer, at, stop - at, StandardCharsets.ISO_8859_1);
      String line = begin.isEmpty() ? part : begin + part;
      if (stop < end) {
        at = stop + 1;
        return line.endsWith("\r") ? line.substring(0, line.length() - 1) : line;
      }
      at = end;
      if (line.length() > LONGEST_LINE) {
        throw HttpHead.notHttp("a line of its head has more than " + LONGEST_LINE + " characters");
      }
      begin = line;
    }
  }

  private int some(byte[] bytes, int offset, int length) throws IOException {
    if (at == end) {
      if (length >= buffer.length) {
        return source.read(bytes, offset, length);
      }
      end = Math.max(0, source.read(buffer, 0, buffer.length));
      at = 0;
      if (end == 0) {
        return -1;
      }
    }
    int count = Math.min(length, end - at);
    System.arraycopy(buffer, at, bytes, offset, count);
    at += count;
    return count;
  }
}
