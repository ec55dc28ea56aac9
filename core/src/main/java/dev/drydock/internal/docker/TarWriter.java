package dev.drydock.internal.docker;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Writes a tar archive as a stream: entries of the ustar form, with a pax header before those whose
 * name, link or size does not fit.
 */
final class TarWriter {

  static final int BLOCK = 512;

  private static final int NAME_LENGTH = 100;
  private static final long LARGEST_OCTAL = 077777777777L;

  private final OutputStream out;
  private long written;
  private int user;
  private int group;

  TarWriter(OutputStream out) {
    this.out = out;
  }

  /** What is written from here on belongs to these. */
  void owner(int newUser, int newGroup) {
    user = newUser;
    group = newGroup;
  }

  /** Begins a file; exactly {@code size} bytes are written next, then {@link #endFile()}. */
  void beginFile(String name, int mode, long size, long seconds) throws IOException {
    head('0', name, "", mode, size, seconds);
    written = 0;
  }

  void write(byte[] bytes, int offset, int length) throws IOException {
    out.write(bytes, offset, length);
    written += length;
  }

  void endFile() throws IOException {
    pad(written);
  }

  void directory(String name, int mode, long seconds) throws IOException {
    head('5', name + "/", "", mode, 0, seconds);
  }

  void link(String name, String target, long seconds) throws IOException {
    head('2', name, target, 0777, 0, seconds);
  }

  /** Writes the end mark; closes nothing. */
  void end() throws IOException {
    out.write(new byte[2 * BLOCK]);
  }

  private void head(char type, String name, String link, int mode, long size, long seconds)
      throws IOException {
    StringBuilder pax = new StringBuilder();
    record(pax, "path", name);
    record(pax, "linkpath", link);
    if (size > LARGEST_OCTAL) {
      append(pax, "size", Long.toString(size));
    }
    if (pax.length() > 0) {
      byte[] records = pax.toString().getBytes(StandardCharsets.UTF_8);
      block('x', "PaxHeader", "", 0644, records.length, seconds);
      out.write(records);
      pad(records.length);
    }
    block(type, name, link, mode, size, seconds);
  }

  private static void record(StringBuilder pax, String key, String value) {
    if (!fits(value)) {
      append(pax, key, value);
    }
  }

  private static boolean fits(String value) {
    for (int i = 0; i < value.length(); i++) {
      if (value.charAt(i) >= 0x80) {
        return false;
      }
    }
    return value.length() <= NAME_LENGTH;
  }

  /** A record begins with its own length in bytes, the digits of that length among them. */
  private static void append(StringBuilder pax, String key, String value) {
    int rest = 3 + key.length() + value.getBytes(StandardCharsets.UTF_8).length;
    int length = rest + 1;
    while (length != rest + Integer.toString(length).length()) {
      length = rest + Integer.toString(length).length();
    }
    pax.append(length).append(' ').append(key).append('=').append(value).append('\n');
  }

  private void block(char type, String name, String link, int mode, long size, long seconds)
      throws IOException {
    byte[] block = new byte[BLOCK];
    text(block, 0, NAME_LENGTH, name);
    octal(block, 100, 8, mode & 07777);
    octal(block, 108, 8, user);
    octal(block, 116, 8, group);
    octal(block, 124, 12, size > LARGEST_OCTAL ? 0 : size);
    octal(block, 136, 12, Math.min(Math.max(0, seconds), LARGEST_OCTAL));
    Arrays.fill(block, 148, 156, (byte) ' ');
    block[156] = (byte) type;
    text(block, 157, NAME_LENGTH, link);
    text(block, 257, 8, "ustar\00000");
    text(block, 265, 32, user == 0 ? "root" : "");
    text(block, 297, 32, group == 0 ? "root" : "");
    int sum = 0;
    for (byte each : block) {
      sum += each & 0xff;
    }
    octal(block, 148, 7, sum);
    out.write(block);
  }

  private static void text(byte[] block, int offset, int length, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    System.arraycopy(bytes, 0, block, offset, Math.min(bytes.length, length));
  }

  /** Digits with leading zeros, and a NUL. */
  private static void octal(byte[] block, int offset, int length, long value) {
    long rest = value;
    for (int i = offset + length - 2; i >= offset; i--) {
      block[i] = (byte) ('0' + (rest & 7));
      rest >>= 3;
    }
    block[offset + length - 1] = 0;
  }

  private void pad(long length) throws IOException {
    int over = (int) (length % BLOCK);
    if (over > 0) {
      out.write(new byte[BLOCK - over]);
    }
  }
}
