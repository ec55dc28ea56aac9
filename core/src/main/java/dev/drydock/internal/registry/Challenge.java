package dev.drydock.internal.registry;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a registry wants callers to log in, as {@code WWW-Authenticate} says.
 *
 * @param scheme {@code basic} or {@code bearer}, or another in lower case
 * @param parameters what follows the scheme, with names in lower case
 */
record Challenge(String scheme, Map<String, String> parameters) {

  static Challenge parse(String header) {
    String text = header.trim();
    int space = text.indexOf(' ');
    String scheme = (space < 0 ? text : text.substring(0, space)).toLowerCase(Locale.ROOT);
    Map<String, String> parameters = new HashMap<>();
    int at = space < 0 ? text.length() : space + 1;
    while (at < text.length()) {
      int equals = text.indexOf('=', at);
      if (equals < 0) {
        break;
      }
      String name = text.substring(at, equals).trim().toLowerCase(Locale.ROOT);
      int from = equals + 1;
      int end;
      String value;
      if (from < text.length() && text.charAt(from) == '"') {
        int close = text.indexOf('"', from + 1);
        int last = close < 0 ? text.length() : close;
        value = text.substring(from + 1, last);
        end = text.indexOf(',', last);
      } else {
        end = text.indexOf(',', from);
        value = text.substring(from, end < 0 ? text.length() : end).trim();
      }
      parameters.put(name, value);
      at = end < 0 ? text.length() : end + 1;
    }
    return new Challenge(scheme, Map.copyOf(parameters));
  }

  @Nullable String parameter(String name) {
    return parameters.get(name);
  }
}
