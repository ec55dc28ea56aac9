package dev.drydock.internal.docker;

import dev.drydock.model.ImageException;
import dev.drydock.model.ImageException.Reason;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Tells by an engine's words why an image was not to be had. Engines have no better way to say it:
 * all of it comes as one text, with status 500 or within a stream that began with 200.
 */
final class ImageRefusal {

  private static final List<String> RATE =
      List.of("toomanyrequests", "too many requests", "rate limit");
  private static final List<String> MISMATCH =
      List.of(
          "verification failed",
          "does not match digest",
          "did not match digest",
          "unexpected commit digest",
          "does not match the expected");
  private static final List<String> ABSENT =
      List.of(
          "repository does not exist or may require",
          "manifest unknown",
          "manifest invalid for",
          "name unknown",
          "no matching manifest",
          "no such image",
          "image does not exist",
          "not found");
  private static final List<String> DENIED =
      List.of(
          "unauthorized",
          "denied",
          "no basic auth credentials",
          "authentication required",
          "incorrect username or password",
          "invalid username/password",
          "insufficient_scope",
          "forbidden");
  private static final List<String> UNREACHABLE =
      List.of(
          "connection refused",
          "no such host",
          "no route to host",
          "network is unreachable",
          "server misbehaving");
  private static final List<String> PASSING =
      List.of(
          "eof",
          "connection reset",
          "broken pipe",
          "tls handshake timeout",
          "i/o timeout",
          "client.timeout",
          "stream error",
          "internal server error",
          "bad gateway",
          "service unavailable",
          "gateway timeout",
          "http status: 5");

  private ImageRefusal() {}

  static ImageException of(String message, String words, @Nullable Throwable cause) {
    return new ImageException(reason(words.toLowerCase(Locale.ROOT)), message, cause);
  }

  private static Reason reason(String words) {
    // A registry that limits or refuses says so in a text that may hold any of the later words.
    if (hasOne(words, RATE)) {
      return Reason.RATE_LIMITED;
    }
    if (hasOne(words, MISMATCH)) {
      return Reason.MISMATCH;
    }
    if (hasOne(words, ABSENT)) {
      return Reason.NOT_FOUND;
    }
    if (hasOne(words, DENIED)) {
      return Reason.DENIED;
    }
    if (hasOne(words, UNREACHABLE)) {
      return Reason.UNREACHABLE;
    }
    return hasOne(words, PASSING) ? Reason.INTERRUPTED : Reason.OTHER;
  }

  private static boolean hasOne(String words, List<String> signs) {
    for (String each : signs) {
      if (words.contains(each)) {
        return true;
      }
    }
    return false;
  }
}
