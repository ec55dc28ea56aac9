package dev.drydock.internal.docker;

import java.net.ProtocolException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The head of an answer: the status line, and the headers, of which engines send a few. */
final class HttpHead {

  private static final int MOST_HEADERS = 200;

  private final int status;
  private final boolean persistent;
  private final List<String> names = new ArrayList<>();
  private final List<String> values = new ArrayList<>();

  private HttpHead(int status, boolean persistent) {
    this.status = status;
    this.persistent = persistent;
  }

  /**
   * Begins with a status line, for example {@code HTTP/1.1 200 OK}; the reason may be missing.
   *
   * @throws ProtocolException when it is none
   */
  static HttpHead of(String line) throws ProtocolException {
    boolean old = line.startsWith("HTTP/1.0 ");
    if ((!old && !line.startsWith("HTTP/1.1 ")) || line.length() < 12) {
      throw notHttp("it begins with " + line.substring(0, Math.min(40, line.length())));
    }
    int status = 0;
    for (int i = 9; i < 12; i++) {
      int digit = line.charAt(i) - '0';
      if (digit < 0 || digit > 9) {
        throw notHttp("it begins with " + line.substring(0, 12));
      }
      status = 10 * status + digit;
    }
    return new HttpHead(status, !old);
  }

  /**
   * Adds a header line.
   *
   * @throws ProtocolException when it is none, or one too many
   */
  void add(String line) throws ProtocolException {
    int colon = line.indexOf(':');
    if (colon < 1) {
      throw notHttp("no header: " + line);
    }
    if (names.size() == MOST_HEADERS) {
      throw notHttp("it has more than " + MOST_HEADERS + " headers");
    }
    names.add(line.substring(0, colon).trim());
    values.add(line.substring(colon + 1).trim());
  }

  int status() {
    return status;
  }

  /** The first value of a header. */
  @Nullable String get(String name) {
    for (int i = 0; i < names.size(); i++) {
      if (names.get(i).equalsIgnoreCase(name)) {
        return values.get(i);
      }
    }
    return null;
  }

  /** Whether the connection can serve another request once the body, if it has an end, is read. */
  boolean isPersistent() {
    return persistent && status != 101 && !"close".equalsIgnoreCase(get("Connection"));
  }

  boolean isChunked() {
    return "chunked".equalsIgnoreCase(get("Transfer-Encoding"));
  }

  /**
   * The length of the body; -1 when its end is told in another way.
   *
   * @throws ProtocolException when what is told is no length
   */
  long length() throws ProtocolException {
    String text = get("Content-Length");
    if (text == null) {
      return -1;
    }
    try {
      long length = Long.parseLong(text);
      if (length >= 0) {
        return length;
      }
    } catch (NumberFormatException e) {
      // Said below.
    }
    throw notHttp("its length is " + text);
  }

  static ProtocolException notHttp(String why) {
    return new ProtocolException("the answer is not HTTP: " + why);
  }
}
