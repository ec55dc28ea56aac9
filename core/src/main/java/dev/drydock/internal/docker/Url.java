package dev.drydock.internal.docker;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Builds the path and query of a request. */
final class Url {

  private static final String HEX = "0123456789ABCDEF";

  private final StringBuilder text = new StringBuilder(96);
  private boolean query;

  private Url() {}

  /** Begins with this text, which stands for itself. */
  static Url of(String path) {
    Url url = new Url();
    url.text.append(path);
    return url;
  }

  /** Appends one part of the path, encoded. */
  Url part(String value) {
    encode(value, text);
    return this;
  }

  /** Appends more of the path, which stands for itself. */
  Url then(String path) {
    text.append(path);
    return this;
  }

  /** Appends a parameter of the query. */
  Url with(String name, String value) {
    text.append(query ? '&' : '?').append(name).append('=');
    query = true;
    encode(value, text);
    return this;
  }

  /** Appends the filter that keeps what has all these labels. */
  Url withLabels(Json json, Map<String, String> labels) {
    return withFilters(json, Map.of("label", labelPairs(labels)));
  }

  Url withFilters(Json json, Map<String, List<String>> filters) {
    return with("filters", new String(json.write(filters), StandardCharsets.UTF_8));
  }

  /** The values by which the engine filters for labels. */
  static List<String> labelPairs(Map<String, String> labels) {
    List<String> pairs = new ArrayList<>(labels.size());
    for (Map.Entry<String, String> each : labels.entrySet()) {
      pairs.add(each.getKey() + "=" + each.getValue());
    }
    return pairs;
  }

  private static void encode(String value, StringBuilder out) {
    for (byte each : value.getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (each & 0xff);
      if (isPlain(c)) {
        out.append(c);
      } else {
        out.append('%').append(HEX.charAt(c >> 4)).append(HEX.charAt(c & 15));
      }
    }
  }

  private static boolean isPlain(char c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || c == '-'
        || c == '.'
        || c == '_'
        || c == '~'
        || c == '/';
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
