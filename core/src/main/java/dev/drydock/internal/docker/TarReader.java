package dev.drydock.internal.docker;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Reads a tar archive as a stream: ustar, pax headers and GNU's long names. */
final class TarReader {

  /**
   * An entry.
   *
   * @param name without a slash at its end
   * @param type the letter of the head: {@code 0} file, {@code 1} hard link, {@code 2} symbolic
   *     link, {@code 5} directory
   * @param link where a link points
   * @param size in bytes
   * @param mode the permissions
   */
  record Entry(String name, char type, String link, long size, int mode) {}

  private static final int BLOCK = TarWriter.BLOCK;
  private static final int LONGEST_NAMES = 1024 * 1024;

  private final InputStream in;
  private final byte[] block = new byte[BLOCK];
  private long left;
  private int padding;
  private @Nullable IOException failure;

  TarReader(InputStream in) {
    this.in = in;
  }

  /** What went wrong with the source, if anything did. */
  @Nullable IOException failure() {
    return failure;
  }

  /**
   * Goes to the next entry; null at the end.
   *
   * @throws IOException when the source breaks or is no archive
   */
  @Nullable Entry next() throws IOException {
    @Nullable String longName = null;
    @Nullable String longLink = null;
    @Nullable PaxHeader pax = null;
    while (true) {
      skipContent();
      if (!readBlock() || isEmpty()) {
        return null;
      }
      checkSum();
      long size = number(124, 12);
      char type = block[156] == 0 ? '0' : (char) block[156];
      if (type == 'x') {
        pax = new PaxHeader(readAll(size));
      } else if (type == 'g') {
        begin(size);
      } else if (type == 'L') {
        longName = text(readAll(size));
      } else if (type == 'K') {
        longLink = text(readAll(size));
      } else {
        return entry(type, size, longName, longLink, pax);
      }
    }
  }

  private Entry entry(
      char type,
      long sizeInHead,
      @Nullable String longName,
      @Nullable String longLink,
      @Nullable PaxHeader pax) {
    String name = longName == null ? nameInHead() : longName;
    String link = longLink == null ? text(157, 100) : longLink;
    long size = sizeInHead;
    if (pax != null) {
      name = pax.get("path", name);
      link = pax.get("linkpath", link);
      size = Long.parseLong(pax.get("size", Long.toString(size)));
    }
    boolean directory = type == '5' || name.endsWith("/");
    while (name.length() > 1 && name.endsWith("/")) {
      name = name.substring(0, name.length() - 1);
    }
    boolean bare = directory || (type >= '1' && type <= '6');
    begin(bare ? 0 : size);
    char kind = directory ? '5' : type == '7' ? '0' : type;
    return new Entry(name, kind, link, bare ? 0 : size, (int) number(100, 8) & 07777);
  }

  /** The content of the entry; valid until the next one is asked for. */
  InputStream content() {
    return new Content();
  }

  private void begin(long size) {
    left = size;
    padding = (int) ((BLOCK - size % BLOCK) % BLOCK);
  }

  private void skipContent() throws IOException {
    while (left > 0) {
      readContent(block, 0, BLOCK);
    }
    while (padding > 0) {
      padding -= readSome(block, 0, padding);
    }
  }

  private int readContent(byte[] bytes, int offset, int length) throws IOException {
    if (left == 0) {
      return -1;
    }
    int count = readSome(bytes, offset, (int) Math.min(length, left));
    left -= count;
    return count;
  }

  private int readSome(byte[] bytes, int offset, int length) throws IOException {
    try {
      int count = in.read(bytes, offset, length);
      if (count < 0) {
        throw new EOFException("the archive ends within an entry");
      }
      return count;
    } catch (IOException e) {
      failure = e;
      throw e;
    }
  }

  private byte[] readAll(long size) throws IOException {
    if (size > LONGEST_NAMES) {
      throw new IOException("the archive has a header of " + size + " bytes");
    }
    byte[] all = new byte[(int) size];
    begin(size);
    int have = 0;
    while (have < all.length) {
      have += readContent(all, have, all.length - have);
    }
    return all;
  }

  private boolean readBlock() throws IOException {
    int have = 0;
    try {
      while (have < BLOCK) {
        int count = in.read(block, have, BLOCK - have);
        if (count < 0) {
          if (have == 0) {
            return false;
          }
          throw new EOFException("the archive ends within a header");
        }
        have += count;
      }
      return true;
    } catch (IOException e) {
      failure = e;
      throw e;
    }
  }

  private boolean isEmpty() {
    for (byte each : block) {
      if (each != 0) {
        return false;
      }
    }
    return true;
  }

  private void checkSum() throws IOException {
    int sum = 0;
    for (int i = 0; i < BLOCK; i++) {
      sum += i >= 148 && i < 156 ? ' ' : block[i] & 0xff;
    }
    if (sum != number(148, 8)) {
      throw new IOException("not a tar archive: the sum of a header is wrong");
    }
  }

  private String nameInHead() {
    String name = text(0, 100);
    boolean posix = text(257, 6).equals("ustar") && block[262] == 0;
    String prefix = posix ? text(345, 155) : "";
    return prefix.isEmpty() ? name : prefix + "/" + name;
  }

  /** Octal digits, or a binary number when the first bit is set. */
  private long number(int offset, int length) {
    if ((block[offset] & 0x80) != 0) {
      long value = block[offset] & 0x3f;
      for (int i = offset + 1; i < offset + length; i++) {
        value = value << 8 | (block[i] & 0xff);
      }
      return value;
    }
    long value = 0;
    for (int i = offset; i < offset + length; i++) {
      if (block[i] >= '0' && block[i] <= '7') {
        value = value << 3 | (block[i] - '0');
      }
    }
    return value;
  }

  private String text(int offset, int length) {
    int end = offset;
    while (end < offset + length && block[end] != 0) {
      end++;
    }
    return new String(block, offset, end - offset, StandardCharsets.UTF_8);
  }

  private static String text(byte[] bytes) {
    int end = bytes.length;
    while (end > 0 && bytes[end - 1] == 0) {
      end--;
    }
    return new String(bytes, 0, end, StandardCharsets.UTF_8);
  }

  private final class Content extends InputStream {

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      return length == 0 ? 0 : readContent(bytes, offset, length);
    }
  }
}
