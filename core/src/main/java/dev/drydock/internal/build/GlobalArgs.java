package dev.drydock.internal.build;

import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The arguments of a Dockerfile before its first stage, which the names of images may hold. */
final class GlobalArgs {

  private static final String VARIABLE =
      "\\$(?:([A-Za-z_]\\w*)|\\{([A-Za-z_]\\w*)(?:(:?[-+])([^}]*))?\\})";

  private final Map<String, String> buildArgs;
  private final PlatformArgs platform;
  private final Map<String, String> values = new TreeMap<>();

  /** The same as a builder has them that knows nothing of platforms. */
  private final Map<String, String> plainValues = new TreeMap<>();

  /**
   * None yet.
   *
   * @param buildArgs the values given for {@code ARG}
   * @param platform what need not be declared
   */
  GlobalArgs(Map<String, String> buildArgs, PlatformArgs platform) {
    this.buildArgs = buildArgs;
    this.platform = platform;
  }

  /** {@code ARG} before the first stage. */
  void declare(String arg) {
    int equals = arg.indexOf('=');
    String name = equals < 0 ? arg : arg.substring(0, equals);
    String value = equals < 0 ? "" : arg.substring(equals + 1).strip();
    if (value.length() >= 2 && (value.startsWith("\"") || value.startsWith("'"))) {
      value = value.substring(1, value.length() - 1);
    }
    String given = buildArgs.get(name);
    if (given != null || equals >= 0) {
      values.put(name, given == null ? expand(value) : given);
      plainValues.put(name, given == null ? expandPlainly(value) : given);
    }
  }

  /** With the values of the arguments before the first stage, and those of the platform. */
  String expand(String text) {
    return expand(
        text,
        name -> {
          String value = values.get(name);
          return value == null ? platform.value(name) : value;
        });
  }

  /** As a builder does it that knows nothing of platforms. */
  String expandPlainly(String text) {
    return expand(text, name -> plainValues.getOrDefault(name, ""));
  }

  private static String expand(String text, UnaryOperator<String> named) {
    if (text.indexOf('$') < 0) {
      return text;
    }
    return Pattern.compile(VARIABLE)
        .matcher(text)
        .replaceAll(
            match -> {
              String name = match.group(1) == null ? match.group(2) : match.group(1);
              String value = named.apply(name);
              String operator = match.group(3) == null ? "" : match.group(3);
              if (operator.endsWith("-") && value.isEmpty()) {
                value = match.group(4);
              } else if (operator.endsWith("+") && !value.isEmpty()) {
                value = match.group(4);
              }
              return Matcher.quoteReplacement(value);
            });
  }
}
