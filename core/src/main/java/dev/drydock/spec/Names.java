package dev.drydock.spec;

import java.util.regex.Pattern;

/** The rules for names of containers, networks, volumes and hosts. */
final class Names {

  private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9][a-zA-Z0-9_.-]+");

  private static final Pattern HOST =
      Pattern.compile("[a-zA-Z0-9]([a-zA-Z0-9.-]{0,61}[a-zA-Z0-9])?");
  private static final Pattern SIGNAL = Pattern.compile("(SIG)?[A-Z][A-Z0-9+-]{1,9}|[1-9][0-9]?");

  private Names() {}

  /** The name of a host. */
  static String requireHost(String what, String name) {
    if (!HOST.matcher(name).matches()) {
      throw new IllegalArgumentException(
          what + " must be 1 to 63 letters, digits, '.' or '-', was " + name);
    }
    return name;
  }

  /** The name or number of a signal. */
  static String requireSignal(String signal) {
    if (!SIGNAL.matcher(signal).matches()) {
      throw new IllegalArgumentException(
          "stop signal must be a name like SIGTERM or a number, was " + signal);
    }
    return signal;
  }

  static String require(String what, String name) {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          what
              + " must be two or more letters, digits, '_', '.' or '-', the first a letter or digit,"
              + " was "
              + name);
    }
    return name;
  }

  /** What says something. */
  static String requireText(String what, String text) {
    if (text.isBlank()) {
      throw new IllegalArgumentException(what + " must not be empty, was \"" + text + "\"");
    }
    return text;
  }

  /** The key of a label that is not one of Drydock's own. */
  static String requireLabel(String key) {
    String said = requireText("label", key);
    if (said.equals("dev.drydock") || said.startsWith("dev.drydock.")) {
      throw new IllegalArgumentException(
          "label must not begin with dev.drydock, which is Drydock's own, was " + said);
    }
    return said;
  }
}
