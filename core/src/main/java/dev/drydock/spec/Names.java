package dev.drydock.spec;

import java.util.regex.Pattern;

/** The rule for names of containers, networks and volumes. */
final class Names {

  private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9][a-zA-Z0-9_.-]+");

  private Names() {}

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

  /** The key of a label that is not one of Drydock's own. */
  static String requireLabel(String key) {
    if (key.equals("dev.drydock") || key.startsWith("dev.drydock.")) {
      throw new IllegalArgumentException(
          "label must not begin with dev.drydock, which is Drydock's own, was " + key);
    }
    return key;
  }
}
