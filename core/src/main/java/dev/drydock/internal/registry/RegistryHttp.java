package dev.drydock.internal.registry;

import dev.drydock.internal.wait.Signal;
import dev.drydock.model.ImageException;
import dev.drydock.model.ImageException.Reason;
import dev.drydock.model.InterruptedWaitException;
import dev.drydock.model.RegistryCredentials;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * Speaks HTTP with one registry: over TLS, or plainly with one on this machine that has none; logs
 * in as the registry wants it, which may be at a server that gives tokens.
 */
public final class RegistryHttp {

  private static final String DEFAULT_HOST = "index.docker.io";
  private static final Path ENGINES_TRUST = Path.of("/etc/docker/certs.d");
  private static final Duration CONNECT = Duration.ofSeconds(10);
  private static final int TRIES = 3;
  private static final int REDIRECTS = 5;
  private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(200);

  private final String registry;
  private final RegistryLogin login;
  private final boolean tlsOnly;
  private final Duration timeout;
  private final HttpClient client;
  private final Signal never = new Signal();

  /** What was shown successfully, by what it was shown for. */
  private final Map<String, String> authorizations = new ConcurrentHashMap<>();

  private volatile @Nullable String scheme;

  /**
   * For this registry.
   *
   * @param login asked when the registry wants a login
   * @param trust whose certificates are believed; null: those that the JVM and the engine believe
   * @param timeout of one exchange
   */
  public RegistryHttp(
      String registry,
      Supplier<Optional<RegistryCredentials>> login,
      @Nullable SSLContext trust,
      Duration timeout) {
    this.registry = registry;
    this.timeout = timeout;
    this.tlsOnly = trust != null || !isLoopback(registry);
    SSLContext context = trust == null ? Trust.ofEngines(ENGINES_TRUST, registry) : trust;
    HttpClient.Builder builder =
        HttpClient.newBuilder()
            .connectTimeout(timeout.compareTo(CONNECT) < 0 ? timeout : CONNECT)
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER);
    this.client = (context == null ? builder : builder.sslContext(context)).build();
    this.login = new RegistryLogin(registry, login, client, timeout);
  }

  static boolean isLoopback(String registry) {
    String host = registry.replaceFirst(":\\d+$", "");
    return host.equals("localhost") || host.equals("[::1]") || host.startsWith("127.");
  }

  /**
   * Asks, and takes an answer of success only.
   *
   * @param path from {@code /v2/} on, with its query
   * @param accept the kinds of content that are taken; empty for any
   * @param what is asked for, as a verb for messages: {@code list the tags of team/shop}
   * @throws ImageException when the registry refuses, fails, or cannot be reached
   */
  public RegistryAnswer send(String method, String path, String accept, String what) {
    boolean again = !method.equals("DELETE");
    for (int attempt = 1; ; attempt++) {
      try {
        return once(method, path, accept, what);
      } catch (ImageException e) {
        if (e.reason() != Reason.INTERRUPTED || !again || attempt == TRIES) {
          throw e;
        }
      }
      try {
        never.await(attempt * PAUSE);
      } catch (InterruptedException e) {
        throw interrupted(what, e);
      }
    }
  }

  private RegistryAnswer once(String method, String path, String accept, String what) {
    URI base = URI.create(scheme(what) + "://" + host());
    URI uri = base.resolve(path);
    RegistryAnswer answer = exchange(method, uri, accept, authorizations.get(scope(path)), what);
    String offered = null;
    if (answer.status() == 401) {
      offered = login.authorization(answer, what);
      if (offered != null) {
        answer = exchange(method, uri, accept, offered, what);
      }
    }
    for (int i = 0; i < REDIRECTS && answer.isRedirect(); i++) {
      URI next = uri.resolve(answer.header("Location").orElse(""));
      boolean same = next.getHost() != null && next.getAuthority().equals(uri.getAuthority());
      if (uri.getScheme().equals("https") && !"https".equals(next.getScheme())) {
        throw new ImageException(
            Reason.OTHER, head(what) + " sends on to " + next.getHost() + " without TLS.", null);
      }
      uri = next;
      answer = exchange(method, uri, accept, same ? offered : null, what);
    }
    if (answer.status() / 100 != 2) {
      throw RegistryRefusal.of(
          registry, what, answer, offered == null ? null : login.credentials());
    }
    if (offered != null) {
      authorizations.put(scope(path), offered);
    }
    return answer;
  }

  /** A login is for a repository, or for the registry as a whole. */
  private static String scope(String path) {
    String rest = path.replaceFirst("\\?.*", "");
    int end = Math.max(rest.lastIndexOf("/manifests/"), rest.lastIndexOf("/blobs/"));
    return end < 0 ? rest : rest.substring(0, end);
  }

  private String host() {
    return registry.equals("docker.io") ? DEFAULT_HOST : registry;
  }

  /** A registry on this machine may have no TLS. */
  private String scheme(String what) {
    String known = scheme;
    if (known == null) {
      known = tlsOnly || !answersPlainly(what) ? "https" : "http";
      scheme = known;
    }
    return known;
  }

  private boolean answersPlainly(String what) {
    try {
      // What is asked without TLS first is asked without a login: nothing can be overheard.
      int status = tryOnce("GET", URI.create("http://" + host() + "/v2/"), "", null).status();
      // 400 is what a server with TLS says to those who come without.
      return status != 400;
    } catch (ConnectException e) {
      throw unreachable(what, e);
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      throw interrupted(what, e);
    }
  }

  private RegistryAnswer exchange(
      String method, URI uri, String accept, @Nullable String authorization, String what) {
    try {
      return tryOnce(method, uri, accept, authorization);
    } catch (ConnectException | HttpConnectTimeoutException e) {
      throw unreachable(what, e);
    } catch (SSLException e) {
      throw new ImageException(
          Reason.UNREACHABLE,
          "Registry "
              + registry
              + " cannot be asked to "
              + what
              + ": its certificate is not trusted, or it speaks no TLS ("
              + e.getMessage()
              + "). Give its authority with withCertificateAuthority.",
          e);
    } catch (IOException e) {
      throw new ImageException(
          Reason.INTERRUPTED,
          "Registry "
              + registry
              + ", asked to "
              + what
              + ", broke the connection or did not answer within "
              + timeout.toMillis()
              + " ms: "
              + words(e),
          e);
    } catch (InterruptedException e) {
      throw interrupted(what, e);
    }
  }

  private RegistryAnswer tryOnce(
      String method, URI uri, String accept, @Nullable String authorization)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri)
            .timeout(timeout)
            .method(method, HttpRequest.BodyPublishers.noBody());
    if (!accept.isEmpty()) {
      request.header("Accept", accept);
    }
    if (authorization != null) {
      request.header("Authorization", authorization);
    }
    return RegistryAnswer.of(client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray()));
  }

  private String head(String what) {
    return login.head(what);
  }

  private ImageException unreachable(String what, IOException e) {
    return new ImageException(
        Reason.UNREACHABLE,
        "Registry "
            + registry
            + " cannot be asked to "
            + what
            + ": "
            + (e instanceof HttpConnectTimeoutException ? "it does not answer" : words(e)),
        e);
  }

  static String words(IOException e) {
    for (Throwable each = e; each != null; each = each.getCause()) {
      if (each.getMessage() != null) {
        return each.getMessage().toLowerCase(Locale.ROOT);
      }
      if (each instanceof java.nio.channels.UnresolvedAddressException) {
        return "no such host";
      }
    }
    return e instanceof ConnectException ? "connection refused" : e.getClass().getSimpleName();
  }

  static InterruptedWaitException interrupted(String what, InterruptedException e) {
    Thread.currentThread().interrupt();
    return new InterruptedWaitException("Interrupted while asking a registry to " + what + ".", e);
  }
}
