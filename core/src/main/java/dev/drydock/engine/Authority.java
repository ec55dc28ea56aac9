package dev.drydock.engine;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * {@code user@host:port} of an address. {@link URI#getHost()} knows no host with an underscore,
 * which services of Compose and names in an ssh configuration have.
 *
 * @param user null when none is said
 * @param host an IPv6 address in its brackets
 * @param port -1 when none is said
 */
record Authority(@Nullable String user, String host, int port) {

  private static final String MARKS = "_.~-%";
  private static final int MOST_DIGITS = 5;
  private static final int MOST = 65_535;

  /** What the address has; null when it has none, or none of this form. */
  static @Nullable Authority of(URI uri) {
    String raw = uri.getRawAuthority();
    if (raw == null) {
      return null;
    }
    int at = raw.lastIndexOf('@');
    String user = at < 0 ? null : raw.substring(0, at);
    String rest = raw.substring(at + 1);
    boolean six = rest.startsWith("[");
    int end = six ? rest.indexOf(']') + 1 : rest.indexOf(':');
    if (end < 0) {
      end = rest.length();
    }
    String host = rest.substring(0, end);
    String port = rest.substring(end);
    boolean valid = (six || isName(host)) && end > 0 && (user == null || !user.isEmpty());
    return valid && isPort(port)
        ? new Authority(user, host, port.isEmpty() ? -1 : Integer.parseInt(port.substring(1)))
        : null;
  }

  private static boolean isName(String host) {
    for (int i = 0; i < host.length(); i++) {
      char each = host.charAt(i);
      if (!Character.isLetterOrDigit(each) && MARKS.indexOf(each) < 0) {
        return false;
      }
    }
    return true;
  }

  private static boolean isPort(String text) {
    boolean digits = text.length() > 1 && text.length() <= MOST_DIGITS + 1;
    for (int i = 1; i < text.length(); i++) {
      digits &= text.charAt(i) >= '0' && text.charAt(i) <= '9';
    }
    return text.isEmpty()
        || (text.charAt(0) == ':' && digits && Integer.parseInt(text.substring(1)) <= MOST);
  }
}
