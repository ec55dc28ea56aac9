package dev.drydock.internal.registry;

import dev.drydock.model.ImageException;
import dev.drydock.model.ImageException.Reason;
import dev.drydock.model.RegistryCredentials;
import org.jspecify.annotations.Nullable;

/** What a registry's refusal means, and what to do about it. */
final class RegistryRefusal {

  private RegistryRefusal() {}

  /**
   * What it means.
   *
   * @param known the login that is known; null when none is
   * @param fits whether it could be shown in the way that the registry wants it
   */
  static ImageException of(
      String registry,
      String what,
      RegistryAnswer answer,
      @Nullable RegistryCredentials known,
      boolean fits) {
    RegistryCredentials shown = fits ? known : null;
    String refuses = "Registry " + registry + " refuses to " + what + ": ";
    String words = answer.words();
    String said = words.isEmpty() ? "" : " (" + words + ")";
    return switch (answer.status()) {
      case 401 ->
          new ImageException(
              Reason.DENIED,
              refuses
                  + (known == null
                      ? "it wants a login, and none is known for it"
                      : fits
                          ? "it does not take the login of " + who(known)
                          : "it wants a login of another kind than "
                              + who(known)
                              + ", which is known for it")
                  + said
                  + ". Say `docker login "
                  + registry
                  + "`, or give withCredentials.",
              null);
      case 403 ->
          new ImageException(
              Reason.DENIED,
              refuses + (shown == null ? "it" : who(shown)) + " may not" + said + ".",
              null);
      case 404 ->
          new ImageException(
              Reason.NOT_FOUND,
              "Registry "
                  + registry
                  + " cannot "
                  + what
                  + ": "
                  + (words.isEmpty() ? "it has no such thing" : words)
                  + ".",
              null);
      case 405 ->
          new ImageException(
              Reason.OTHER, refuses + "it is not set up for that" + said + ".", null);
      case 429 ->
          new ImageException(
              Reason.RATE_LIMITED,
              refuses
                  + "it was asked too often"
                  + said
                  + answer
                      .header("Retry-After")
                      .map(each -> "; try again in " + each + " s")
                      .orElse("")
                  + ".",
              null);
      default ->
          new ImageException(
              answer.status() >= 500 ? Reason.INTERRUPTED : Reason.OTHER,
              "Registry "
                  + registry
                  + " failed to "
                  + what
                  + ": status "
                  + answer.status()
                  + said
                  + ".",
              null);
    };
  }

  private static String who(RegistryCredentials shown) {
    return shown.username().map(user -> "user " + user).orElse("the identity token");
  }
}
