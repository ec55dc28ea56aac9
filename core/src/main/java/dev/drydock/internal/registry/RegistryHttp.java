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
import java.net.http.HttpTimeoutException;
import java.nio.file.Path;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import java.util.regex.Pattern;
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
  private static final Pattern LOOPBACK = Pattern.compile("127(?:\\.[0-9]{1,3}){3}");
  private static final Duration CONNECT = Duration.ofSeconds(10);
  private static final Duration GRACE = Duration.ofMillis(250);
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
    return host.equals("localhost") || host.equals("[::1]") || LOOPBACK.matcher(host).matches();
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
    IOException doubt = null;
    String known = scheme;
    if (known == null && !tlsOnly) {
      try {
        known = answersPlainly(what) ? "http" : "https";
      } catch (IOException e) {
        // It may speak TLS only; or it may have failed just now.
        doubt = e;
      }
    }
    URI base = base(known == null ? "https" : known);
    URI uri = base.resolve(path);
    String shown = authorizations.get(scope(path));
    boolean left = false;
    boolean asked = false;
    int hops = 0;
    while (true) {
      RegistryAnswer answer;
      try {
        answer = exchange(method, uri, accept, left ? null : shown, what);
      } catch (ImageException e) {
        if (doubt != null && e.getCause() instanceof SSLException tls && !isOfCertificate(tls)) {
          throw broken(what, doubt);
        }
        throw e;
      }
      if (!left) {
        // Only what has answered is known to be spoken.
        scheme = base.getScheme();
        doubt = null;
      }
      if (answer.status() == 401 && !left && !asked) {
        asked = true;
        String offered = login.authorization(answer, what);
        if (offered != null) {
          shown = offered;
          continue;
        }
      }
      if (answer.isRedirect() && hops < REDIRECTS && answer.header("Location").isPresent()) {
        hops++;
        asked = false;
        uri = next(uri, answer.header("Location").get(), what);
        // Who was once sent elsewhere may be sent back by whoever is there: without the login.
        left |= !isSameOrigin(base, uri);
        continue;
      }
      if (answer.status() / 100 != 2) {
        throw left && answer.status() == 401
            ? new ImageException(
                Reason.DENIED,
                head(what)
                    + " sends on to "
                    + uri.getHost()
                    + ", which wants a login; none is shown to another host.",
                null)
            : RegistryRefusal.of(
                registry, what, answer, left ? null : login.credentials(), !left && shown != null);
      }
      if (shown != null) {
        authorizations.put(scope(path), shown);
      }
      return answer;
    }
  }

  private URI base(String spoken) {
    try {
      URI base = URI.create(spoken + "://" + host());
      if (base.getHost() != null) {
        return base;
      }
    } catch (IllegalArgumentException e) {
      // Told below: what it says of the place in the text helps nobody.
    }
    throw new ImageException(
        Reason.UNREACHABLE,
        "Registry " + registry + " cannot be asked: its name is not one that a host may have.",
        null);
  }

  private URI next(URI from, String location, String what) {
    URI next;
    try {
      next = from.resolve(location);
    } catch (IllegalArgumentException e) {
      throw nowhere(location, what);
    }
    if (next.getHost() == null) {
      throw nowhere(location, what);
    }
    if (from.getScheme().equals("https") && !"https".equals(next.getScheme())) {
      throw new ImageException(
          Reason.OTHER, head(what) + " sends on to " + next.getHost() + " without TLS.", null);
    }
    if (!"https".equals(next.getScheme()) && !"http".equals(next.getScheme())) {
      throw nowhere(location, what);
    }
    return next;
  }

  private ImageException nowhere(String location, String what) {
    return new ImageException(
        Reason.OTHER, head(what) + " sends on to \"" + location + "\", which is no address.", null);
  }

  /**
   * The path, with its query, to which a link of an answer leads.
   *
   * @param from the path that was asked
   * @throws ImageException when it leads to another host: what is asked is shown the login
   */
  public String follow(String from, String link, String what) {
    URI base = base("https").resolve(from);
    URI next;
    try {
      next = base.resolve(link);
    } catch (IllegalArgumentException e) {
      throw nowhere(link, what);
    }
    // A server behind one that does TLS may not know that it is asked with TLS.
    if (!base.getAuthority().equalsIgnoreCase(next.getAuthority())) {
      throw new ImageException(
          Reason.OTHER,
          head(what)
              + " says that the list goes on at "
              + next.getAuthority()
              + ". A list is not followed to another host.",
          null);
    }
    String query = next.getRawQuery();
    return next.getRawPath() + (query == null ? "" : "?" + query);
  }

  private static boolean isSameOrigin(URI one, URI other) {
    return one.getScheme().equals(other.getScheme())
        && one.getHost().equalsIgnoreCase(other.getHost())
        && port(one) == port(other);
  }

  private static int port(URI uri) {
    return uri.getPort() >= 0 ? uri.getPort() : uri.getScheme().equals("https") ? 443 : 80;
  }

  private static boolean isOfCertificate(Throwable thrown) {
    for (Throwable each = thrown; each != null; each = each.getCause()) {
      if (each instanceof CertificateException || each instanceof CertPathValidatorException) {
        return true;
      }
    }
    return false;
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
  private boolean answersPlainly(String what) throws IOException {
    try {
      // What is asked without TLS first is asked without a login: nothing can be overheard.
      int status = tryOnce("GET", base("http").resolve("/v2/"), "", null).status();
      // 400 is what a server with TLS says to those who come without.
      return status != 400;
    } catch (ConnectException | HttpConnectTimeoutException e) {
      throw unreachable(what, e);
    } catch (HttpTimeoutException e) {
      throw broken(what, e);
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
      throw broken(what, e);
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
    return answer(client, request.build(), timeout);
  }

  /**
   * The whole answer to a request, within this time: the client's own clock stops when the headers
   * are there.
   */
  static RegistryAnswer answer(HttpClient client, HttpRequest request, Duration timeout)
      throws IOException, InterruptedException {
    CompletableFuture<HttpResponse<byte[]>> coming =
        client.sendAsync(request, HttpResponse.BodyHandlers.ofByteArray());
    try {
      // The client's clock, which knows what did not come, strikes first.
      return RegistryAnswer.of(coming.get(timeout.plus(GRACE).toNanos(), TimeUnit.NANOSECONDS));
    } catch (TimeoutException e) {
      throw new HttpTimeoutException("request timed out");
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException io) {
        throw io;
      }
      throw new IOException(e.getCause());
    } finally {
      // Nothing to a request that is done; ends the connection of one that is not.
      coming.cancel(true);
    }
  }

  private ImageException broken(String what, IOException e) {
    return new ImageException(
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
