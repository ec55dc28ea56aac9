package dev.drydock.internal.registry;

import dev.drydock.internal.docker.JsonText;
import dev.drydock.model.ImageException;
import dev.drydock.model.ImageException.Reason;
import dev.drydock.model.RegistryCredentials;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Logs in to a registry as it wants it: with a password, or with a token that a server gives. */
final class RegistryLogin {

  /** What a header can hold. */
  private static final Pattern TOKEN = Pattern.compile("[!-~]+");

  private final String registry;
  private final Supplier<Optional<RegistryCredentials>> login;
  private final HttpClient client;
  private final Duration timeout;

  RegistryLogin(
      String registry,
      Supplier<Optional<RegistryCredentials>> login,
      HttpClient client,
      Duration timeout) {
    this.registry = registry;
    this.login = login;
    this.client = client;
    this.timeout = timeout;
  }

  /** What there is to log in with; null when nothing is known. */
  @Nullable RegistryCredentials credentials() {
    return login.get().orElse(null);
  }

  String head(String what) {
    return "Registry " + registry + ", asked to " + what + ",";
  }

  /** What to show a registry that wants a login; null when there is nothing. */
  @Nullable String authorization(RegistryAnswer refusal, String what) {
    Challenge challenge = Challenge.parse(refusal.header("WWW-Authenticate").orElse(""));
    RegistryCredentials credentials = credentials();
    return switch (challenge.scheme()) {
      case "basic" ->
          credentials == null || credentials.username().isEmpty() ? null : basic(credentials);
      case "bearer" -> bearer(challenge, credentials, what);
      default -> null;
    };
  }

  private static String basic(RegistryCredentials credentials) {
    String pair = credentials.username().orElse("") + ":" + credentials.password().orElse("");
    return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
  }

  private String bearer(
      Challenge challenge, @Nullable RegistryCredentials credentials, String what) {
    URI realm = realm(challenge);
    if (realm == null
        || realm.getHost() == null
        || (!"https".equals(realm.getScheme()) && !RegistryHttp.isLoopback(realm.getHost()))) {
      throw new ImageException(
          Reason.OTHER,
          head(what)
              + " sends to "
              + challenge.parameter("realm")
              + " for a token, which is no address with TLS.",
          null);
    }
    HttpRequest.Builder request = HttpRequest.newBuilder().timeout(timeout);
    String token = credentials == null ? null : credentials.token().orElse(null);
    if (token != null) {
      request
          .uri(realm)
          .header("Content-Type", "application/x-www-form-urlencoded")
          .POST(
              HttpRequest.BodyPublishers.ofString(
                  "grant_type=refresh_token&client_id=drydock"
                      + query(challenge, '&')
                      + "&refresh_token="
                      + encode(token)));
    } else {
      char first = realm.getQuery() == null ? '?' : '&';
      request.uri(URI.create(realm + query(challenge, first))).GET();
      if (credentials != null) {
        request.header("Authorization", basic(credentials));
      }
    }
    RegistryAnswer answer;
    try {
      answer = RegistryHttp.answer(client, request.build(), timeout);
    } catch (IOException e) {
      throw new ImageException(
          Reason.INTERRUPTED,
          head(what) + " sends to " + realm + " for a token, which fails: " + RegistryHttp.words(e),
          e);
    } catch (InterruptedException e) {
      throw RegistryHttp.interrupted(what, e);
    }
    if (answer.status() / 100 != 2) {
      int status = answer.status();
      if (status == 401 || status == 403 || status == 429) {
        throw RegistryRefusal.of(registry, what, answer, credentials, credentials != null);
      }
      // What this server does not have says nothing of what the registry has.
      String words = answer.words();
      throw new ImageException(
          status >= 500 ? Reason.INTERRUPTED : Reason.OTHER,
          head(what)
              + " sends to "
              + realm
              + " for a token, which answers with status "
              + status
              + (words.isEmpty() ? "" : " (" + words + ")")
              + ".",
          null);
    }
    return "Bearer " + token(answer, what);
  }

  private static @Nullable URI realm(Challenge challenge) {
    try {
      return URI.create(String.valueOf(challenge.parameter("realm")));
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  private String token(RegistryAnswer answer, String what) {
    try {
      if (JsonText.read(answer.body()) instanceof Map<?, ?> map) {
        for (String name : new String[] {"token", "access_token"}) {
          if (map.get(name) instanceof String token && TOKEN.matcher(token).matches()) {
            return token;
          }
        }
      }
    } catch (IOException e) {
      // Without the cause, which quotes the text, which may hold a secret.
    }
    throw new ImageException(
        Reason.OTHER, head(what) + " sends for a token to a server that gives none.", null);
  }

  private static String query(Challenge challenge, char first) {
    StringBuilder query = new StringBuilder();
    for (String name : new String[] {"service", "scope"}) {
      String value = challenge.parameter(name);
      if (value != null) {
        query.append(query.length() == 0 ? first : '&').append(name).append('=');
        query.append(encode(value));
      }
    }
    return query.toString();
  }

  private static String encode(String value) {
    return URLEncoder.encode(value, StandardCharsets.UTF_8);
  }
}
