package dev.drydock.model;

import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a registry asks of those who log in: a user name and a password, or an identity token. Shown
 * nowhere: {@link #toString()} masks both.
 */
public final class RegistryCredentials {

  private final String username;
  private final String secret;
  private final boolean token;

  private RegistryCredentials(String username, String secret, boolean token) {
    this.username = username;
    this.secret = secret;
    this.token = token;
  }

  /**
   * A user name and a password.
   *
   * @throws IllegalArgumentException when the user name is empty
   */
  public static RegistryCredentials of(String username, String password) {
    if (username.isEmpty()) {
      throw new IllegalArgumentException("user name of registry credentials must not be empty");
    }
    return new RegistryCredentials(username, password, false);
  }

  /**
   * An identity token, as a registry gives it for a login.
   *
   * @throws IllegalArgumentException when it is empty
   */
  public static RegistryCredentials identityToken(String token) {
    if (token.isEmpty()) {
      throw new IllegalArgumentException("identity token must not be empty");
    }
    return new RegistryCredentials("", token, true);
  }

  /** The user name, absent with an identity token. */
  public Optional<String> username() {
    return token ? Optional.empty() : Optional.of(username);
  }

  /** The password, absent with an identity token. */
  public Optional<String> password() {
    return token ? Optional.empty() : Optional.of(secret);
  }

  /** The identity token, absent with a user name. */
  public Optional<String> token() {
    return token ? Optional.of(secret) : Optional.empty();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof RegistryCredentials that
        && token == that.token
        && username.equals(that.username)
        && secret.equals(that.secret);
  }

  @Override
  public int hashCode() {
    return Objects.hash(username, secret, token);
  }

  /** The user name alone; the secret is masked. */
  @Override
  public String toString() {
    return token ? "identity token ***" : "user " + username + ", password ***";
  }
}
