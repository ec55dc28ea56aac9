package dev.drydock.internal.docker;

import java.nio.charset.StandardCharsets;

/**
 * Reads one message in the encoding of Protocol Buffers, field by field. What is not one is an
 * {@link IllegalArgumentException}.
 */
final class ProtoReader {

  private final byte[] bytes;
  private int at;
  private final int end;
  private int field;
  private int type;
  private long number;
  private int from;
  private int length;

  ProtoReader(byte[] bytes) {
    this(bytes, 0, bytes.length);
  }

  private ProtoReader(byte[] bytes, int from, int end) {
    this.bytes = bytes;
    this.at = from;
    this.end = end;
  }

  /** Goes to the next field; false at the end. */
  boolean next() {
    if (at == end) {
      return false;
    }
    long tag = varint();
    field = (int) (tag >>> 3);
    type = (int) (tag & 7);
    switch (type) {
      case 0 -> number = varint();
      case 1 -> skip(8);
      case 2 -> {
        long size = varint();
        if (size < 0 || size > end - at) {
          throw new IllegalArgumentException(
              "a field of " + size + " bytes leads out of its message");
        }
        from = at;
        length = (int) size;
        at += length;
      }
      case 5 -> skip(4);
      default -> throw new IllegalArgumentException("unknown type of field: " + type);
    }
    return true;
  }

  private void skip(int count) {
    if (count > end - at) {
      throw new IllegalArgumentException("the message ends within a field");
    }
    at += count;
  }

  private long varint() {
    long value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      if (at == end) {
        throw new IllegalArgumentException("the message ends within a number");
      }
      byte each = bytes[at++];
      value |= (long) (each & 0x7f) << shift;
      if (each >= 0) {
        return value;
      }
    }
    throw new IllegalArgumentException("a number has more than ten bytes");
  }

  /** The number of the field. */
  int field() {
    return field;
  }

  /** Its value as a number; 0 when it is none. */
  long number() {
    return type == 0 ? number : 0;
  }

  /** Its value as bytes; none when it is a number. */
  byte[] bytes() {
    byte[] copy = new byte[type == 2 ? length : 0];
    System.arraycopy(bytes, from, copy, 0, copy.length);
    return copy;
  }

  String text() {
    return new String(bytes(), StandardCharsets.UTF_8);
  }

  /** Its value as a message; an empty one when it is a number. */
  ProtoReader message() {
    return type == 2 ? new ProtoReader(bytes, from, from + length) : new ProtoReader(new byte[0]);
  }
}
