package dev.drydock.internal.docker;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes values of the kinds that {@link JsonReader} gives, and other numbers, as JSON. */
final class JsonWriter {

  private static final String DIGITS = "0123456789abcdef";

  private final StringBuilder out = new StringBuilder(1024);

  byte[] bytes() {
    return out.toString().getBytes(StandardCharsets.UTF_8);
  }

  void write(@Nullable Object value) {
    if (value == null || value instanceof Boolean) {
      out.append(value);
    } else if (value instanceof String text) {
      text(text);
    } else if (value instanceof Map<?, ?> map) {
      map(map);
    } else if (value instanceof Iterable<?> list) {
      list(list);
    } else if (value instanceof Double || value instanceof Float) {
      real(((Number) value).doubleValue());
    } else if (value instanceof Number number) {
      out.append(number.longValue());
    } else {
      throw new IllegalArgumentException(
          "JSON value must be a map, list, text, number or boolean, was a "
              + value.getClass().getName());
    }
  }

  private void map(Map<?, ?> map) {
    char before = '{';
    for (Map.Entry<?, ?> each : map.entrySet()) {
      out.append(before);
      text(String.valueOf(each.getKey()));
      out.append(':');
      write(each.getValue());
      before = ',';
    }
    out.append(before == '{' ? "{}" : "}");
  }

  private void list(Iterable<?> list) {
    char before = '[';
    for (Object each : list) {
      out.append(before);
      write(each);
      before = ',';
    }
    out.append(before == '[' ? "[]" : "]");
  }

  private void real(double number) {
    if (Double.isNaN(number) || Double.isInfinite(number)) {
      throw new IllegalArgumentException("JSON number must be finite, was " + number);
    }
    out.append(number);
  }

  private void text(String text) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char each = text.charAt(i);
      switch (each) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        default -> {
          if (each < ' ') {
            out.append("\\u00").append(DIGITS.charAt(each >> 4)).append(DIGITS.charAt(each & 15));
          } else {
            out.append(each);
          }
        }
      }
    }
    out.append('"');
  }
}
