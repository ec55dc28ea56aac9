package dev.drydock.internal.docker;

import org.jspecify.annotations.Nullable;

/**
 * A version of the Engine API, for example 1.41.
 *
 * @param major before the dot
 * @param minor after it
 */
record ApiVersion(int major, int minor) implements Comparable<ApiVersion> {

  /** The newest that Drydock was written for; the next one takes fields away. */
  static final ApiVersion NEWEST = new ApiVersion(1, 51);

  /** Docker 19.03 and Podman 4.0. */
  static final ApiVersion OLDEST = new ApiVersion(1, 40);

  /** The first in which a container can be made on several networks. */
  static final ApiVersion SEVERAL_NETWORKS = new ApiVersion(1, 44);

  /** Reads {@code 1.41}; null when the text is no version. */
  static @Nullable ApiVersion parse(String text) {
    int dot = text.indexOf('.');
    if (dot < 1 || dot > 3 || text.length() - dot < 2 || text.length() - dot > 5) {
      return null;
    }
    for (int i = 0; i < text.length(); i++) {
      char each = text.charAt(i);
      if (i != dot && (each < '0' || each > '9')) {
        return null;
      }
    }
    return new ApiVersion(
        Integer.parseInt(text.substring(0, dot)), Integer.parseInt(text.substring(dot + 1)));
  }

  /**
   * The version that an engine demands when it finds a request too old or too new; null when its
   * message is about something else.
   */
  static @Nullable ApiVersion demandedBy(String message) {
    String mark = "supported API version is ";
    int start = message.indexOf(mark);
    if (start < 0 || !message.startsWith("client version ")) {
      return null;
    }
    int from = start + mark.length();
    int end = from;
    while (end < message.length()
        && (Character.isDigit(message.charAt(end)) || message.charAt(end) == '.')) {
      end++;
    }
    while (end > from && message.charAt(end - 1) == '.') {
      end--;
    }
    return parse(message.substring(from, end));
  }

  boolean isAtLeast(ApiVersion other) {
    return compareTo(other) >= 0;
  }

  @Override
  public int compareTo(ApiVersion other) {
    return major != other.major
        ? Integer.compare(major, other.major)
        : Integer.compare(minor, other.minor);
  }

  @Override
  public String toString() {
    return major + "." + minor;
  }
}
