package dev.drydock.internal.docker;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads JSON in UTF-8 as maps, lists, texts, longs, doubles and booleans, one value after another.
 * A value that has an end of its own is given out when that has come, without a look at what
 * follows.
 */
final class JsonReader {

  private static final int DEEPEST = 500;
  private static final int END = -1;

  private final InputStream source;
  private final byte[] buffer;
  private int at;
  private int end;
  private byte[] text = new byte[128];
  private int length;
  private int depth;

  JsonReader(InputStream source) {
    this.source = source;
    this.buffer = new byte[8 * 1024];
  }

  JsonReader(byte[] all) {
    this.source = InputStream.nullInputStream();
    this.buffer = all;
    this.end = all.length;
  }

  /** Whether there is another value, for which it waits. */
  boolean hasNext() throws IOException {
    return afterSpace() != END;
  }

  /**
   * Reads the next value.
   *
   * @throws IOException when it is not JSON
   */
  @Nullable Object next() throws IOException {
    int first = afterSpace();
    return switch (first) {
      case '{' -> map();
      case '[' -> list();
      case '"' -> {
        at++;
        yield text();
      }
      case 't' -> word("true", true);
      case 'f' -> word("false", false);
      case 'n' -> word("null", null);
      default -> {
        if (first != '-' && !isDigit(first)) {
          throw unexpected(first, "a value");
        }
        yield number();
      }
    };
  }

  private Map<String, @Nullable Object> map() throws IOException {
    enter();
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    int next = afterSpace();
    while (next != '}') {
      expect('"');
      String name = text();
      afterSpace();
      expect(':');
      map.put(name, next());
      next = afterSpace();
      if (next == ',') {
        at++;
        next = afterSpace();
        if (next == '}') {
          throw unexpected(next, "a name");
        }
      } else if (next != '}') {
        throw unexpected(next, "the end of an object");
      }
    }
    leave();
    return map;
  }

  private List<@Nullable Object> list() throws IOException {
    enter();
    List<@Nullable Object> list = new ArrayList<>();
    int next = afterSpace();
    while (next != ']') {
      list.add(next());
      next = afterSpace();
      if (next == ',') {
        at++;
        next = afterSpace();
        if (next == ']') {
          throw unexpected(next, "a value");
        }
      } else if (next != ']') {
        throw unexpected(next, "the end of a list");
      }
    }
    leave();
    return list;
  }

  private void enter() throws IOException {
    at++;
    if (++depth > DEEPEST) {
      throw new IOException("JSON is nested more than " + DEEPEST + " deep");
    }
  }

  private void leave() {
    at++;
    depth--;
  }

  private @Nullable Object word(String word, @Nullable Object value) throws IOException {
    for (int i = 0; i < word.length(); i++) {
      expect(word.charAt(i));
    }
    return value;
  }

  private Object number() throws IOException {
    length = 0;
    boolean whole = true;
    for (int next = peek(); isPartOfNumber(next); next = peek()) {
      whole &= next == '-' || isDigit(next);
      append(next);
      at++;
    }
    String digits = new String(text, 0, length, StandardCharsets.ISO_8859_1);
    return JsonNumber.of(digits, whole);
  }

  private static boolean isPartOfNumber(int c) {
    return isDigit(c) || c == '-' || c == '+' || c == '.' || c == 'e' || c == 'E';
  }

  private static boolean isDigit(int c) {
    return c >= '0' && c <= '9';
  }

  /** The text whose opening quote has been read. */
  private String text() throws IOException {
    length = 0;
    while (true) {
      int next = peek();
      at++;
      if (next == '"') {
        return new String(text, 0, length, StandardCharsets.UTF_8);
      }
      if (next == '\\') {
        escaped();
      } else if (next == END || next < ' ') {
        throw unexpected(next, "a text goes on");
      } else {
        append(next);
      }
    }
  }

  private void escaped() throws IOException {
    int next = peek();
    at++;
    switch (next) {
      case '"', '\\', '/' -> append(next);
      case 'b' -> append('\b');
      case 'f' -> append('\f');
      case 'n' -> append('\n');
      case 'r' -> append('\r');
      case 't' -> append('\t');
      case 'u' -> unicode();
      default -> throw unexpected(next, "an escape");
    }
  }

  /** One code unit, or two that make a character together; half a pair becomes a question mark. */
  private void unicode() throws IOException {
    char first = codeUnit();
    while (Character.isHighSurrogate(first) && peek() == '\\') {
      at++;
      if (peek() != 'u') {
        append(String.valueOf(first));
        escaped();
        return;
      }
      at++;
      char second = codeUnit();
      if (Character.isLowSurrogate(second)) {
        append(new String(new char[] {first, second}));
        return;
      }
      append(String.valueOf(first));
      first = second;
    }
    append(String.valueOf(first));
  }

  private char codeUnit() throws IOException {
    int unit = 0;
    for (int i = 0; i < 4; i++) {
      int digit = Character.digit(peek(), 16);
      if (digit < 0) {
        throw unexpected(peek(), "a hexadecimal digit");
      }
      unit = unit << 4 | digit;
      at++;
    }
    return (char) unit;
  }

  private void append(String characters) {
    for (byte each : characters.getBytes(StandardCharsets.UTF_8)) {
      append(each);
    }
  }

  private void append(int oneByte) {
    if (length == text.length) {
      text = Arrays.copyOf(text, 2 * length);
    }
    text[length++] = (byte) oneByte;
  }

  private void expect(char wanted) throws IOException {
    int next = peek();
    if (next != wanted) {
      throw unexpected(next, String.valueOf(wanted));
    }
    at++;
  }

  private int afterSpace() throws IOException {
    int next = peek();
    while (next == ' ' || next == '\n' || next == '\r' || next == '\t') {
      at++;
      next = peek();
    }
    return next;
  }

  /** The next byte, not taken yet. */
  private int peek() throws IOException {
    if (at == end) {
      int count = source.read(buffer, 0, buffer.length);
      if (count <= 0) {
        return END;
      }
      at = 0;
      end = count;
    }
    return buffer[at] & 0xff;
  }

  private static IOException unexpected(int next, String wanted) {
    return next == END
        ? new EOFException("JSON ends where " + wanted + " should be")
        : new IOException("not JSON: '" + (char) next + "' where " + wanted + " should be");
  }
}
