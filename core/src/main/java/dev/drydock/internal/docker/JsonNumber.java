package dev.drydock.internal.docker;

import java.io.IOException;

/** A number of JSON: a long if it is a whole one that fits, else a double. */
final class JsonNumber {

  private JsonNumber() {}

  /**
   * Of the characters that a number can have.
   *
   * @param whole whether they are digits and minus signs only
   * @throws IOException when it is not a number, or not one that a double can hold
   */
  static Object of(String digits, boolean whole) throws IOException {
    try {
      if (isProper(digits, whole)) {
        Object value = whole ? longOrDouble(digits) : (Object) Double.parseDouble(digits);
        if (!(value instanceof Double large && large.isInfinite())) {
          return value;
        }
      }
    } catch (NumberFormatException e) {
      // Told below.
    }
    throw new IOException("not JSON: " + digits + " where a number should be");
  }

  /** What JSON asks for beyond Java: no padding, and digits on both sides of a point. */
  private static boolean isProper(String digits, boolean whole) {
    int first = digits.startsWith("-") ? 1 : 0;
    int last = digits.length() - 1;
    if (last > first && digits.charAt(first) == '0' && isDigit(digits, first + 1)) {
      return false;
    }
    int point = whole ? -1 : digits.indexOf('.');
    return isDigit(digits, last)
        && (point < 0 || (isDigit(digits, point - 1) && isDigit(digits, point + 1)));
  }

  private static boolean isDigit(String digits, int at) {
    return at >= 0 && digits.charAt(at) >= '0' && digits.charAt(at) <= '9';
  }

  private static Object longOrDouble(String digits) {
    // Eighteen digits fit into a long in any case.
    if (digits.length() > 18) {
      try {
        return Long.parseLong(digits);
      } catch (NumberFormatException e) {
        return Double.parseDouble(digits);
      }
    }
    return Long.parseLong(digits);
  }
}
