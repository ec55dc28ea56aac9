package dev.drydock.ready;

import dev.drydock.model.ContainerPort;
import dev.drydock.model.Endpoint;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Predicate;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * A request at a container port is answered as wanted: by default {@code GET} over plain HTTP with
 * a status from 200 to 399. Redirects are not followed. One look waits at most 1 s for the answer.
 */
public final class HttpReadiness implements Readiness {

  private static final int LOOK_LIMIT_MILLIS = 1_000;
  private static final int BODY_LIMIT_BYTES = 1 << 20;
  private static final List<String> METHODS =
      List.of("GET", "HEAD", "OPTIONS", "POST", "PUT", "DELETE");

  /** The JDK drops these without a word. */
  private static final Set<String> OWN_HEADERS =
      Set.of(
          "access-control-request-headers",
          "access-control-request-method",
          "connection",
          "content-length",
          "content-transfer-encoding",
          "host",
          "keep-alive",
          "origin",
          "trailer",
          "transfer-encoding",
          "upgrade",
          "via");

  private final Draft draft;

  private HttpReadiness(Draft draft) {
    this.draft = draft;
  }

  static HttpReadiness of(ContainerPort port, String path) {
    if (!path.startsWith("/")) {
      throw new IllegalArgumentException("HTTP path must begin with '/', was " + path);
    }
    try {
      URI checked = new URI(path);
      if (checked.getRawPath() == null) {
        throw new IllegalArgumentException("HTTP path must be a path, was " + path);
      }
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException(
          "HTTP path must be fit for a URL, with blanks as %20, was " + path, e);
    }
    return new HttpReadiness(new Draft(port, path));
  }

  private HttpReadiness edit(Consumer<Draft> change) {
    Draft copy = new Draft(draft);
    change.accept(copy);
    return new HttpReadiness(copy);
  }

  /** Only this status, 100 to 599, will do (appends: a second call allows a second status). */
  public HttpReadiness withStatus(int status) {
    if (status < 100 || status > 599) {
      throw new IllegalArgumentException("HTTP status must be 100 to 599, was " + status);
    }
    return edit(copy -> copy.statuses.add(status));
  }

  /** Any status from 200 to 399 will do again. */
  public HttpReadiness withoutStatuses() {
    return edit(copy -> copy.statuses.clear());
  }

  /**
   * The first MiB of the body, as UTF-8, must fulfil the predicate (replaces).
   *
   * @param description completes "whose body …", for example {@code says UP}
   */
  public HttpReadiness withBody(String description, Predicate<String> body) {
    return edit(
        copy -> {
          copy.bodyDescription = description;
          copy.body = body;
        });
  }

  /**
   * The request's method, upper case (replaces).
   *
   * @throws IllegalArgumentException when it is not one of GET, HEAD, OPTIONS, POST, PUT, DELETE
   */
  public HttpReadiness withMethod(String method) {
    if (!METHODS.contains(method)) {
      throw new IllegalArgumentException(
          "HTTP method must be one of " + METHODS + ", was " + method);
    }
    return edit(copy -> copy.method = method);
  }

  /**
   * A header of the request (puts).
   *
   * @throws IllegalArgumentException when it is a header that the connection sets itself
   */
  public HttpReadiness withHeader(String name, String value) {
    if (OWN_HEADERS.contains(name.toLowerCase(Locale.ROOT))) {
      throw new IllegalArgumentException(
          "HTTP header must not be one that the connection sets itself, was " + name);
    }
    return edit(copy -> copy.headers.put(name, value));
  }

  /** Over TLS, trusting what the context trusts (replaces). The host name is checked. */
  public HttpReadiness withTls(SSLContext context) {
    return edit(
        copy -> {
          copy.tls = true;
          copy.context = context;
        });
  }

  /**
   * Over TLS, trusting every certificate of the container that the test itself started (replaces).
   */
  public HttpReadiness withTlsTrustingAll() {
    return edit(
        copy -> {
          copy.tls = true;
          copy.context = null;
        });
  }

  @Override
  public String describe() {
    String wanted =
        draft.statuses.isEmpty()
            ? "a status from 200 to 399"
            : "status "
                + String.join(" or ", draft.statuses.stream().map(String::valueOf).toList());
    return draft.method
        + " "
        + (draft.tls ? "https" : "http")
        + "://…:"
        + draft.port.number()
        + draft.path
        + " answers with "
        + wanted
        + (draft.bodyDescription == null ? "" : ", whose body " + draft.bodyDescription);
  }

  @Override
  public Set<ContainerPort> ports() {
    return Set.of(draft.port);
  }

  @Override
  public Look begin(Target target) {
    return this::look;
  }

  private Verdict look(Target target) throws IOException {
    Endpoint endpoint = target.endpoint(draft.port);
    URL url = URI.create((draft.tls ? "https://" : "http://") + endpoint + draft.path).toURL();
    HttpURLConnection connection = (HttpURLConnection) url.openConnection(java.net.Proxy.NO_PROXY);
    try {
      connection.setConnectTimeout(LOOK_LIMIT_MILLIS);
      connection.setReadTimeout(LOOK_LIMIT_MILLIS);
      connection.setInstanceFollowRedirects(false);
      connection.setUseCaches(false);
      connection.setRequestMethod(draft.method);
      connection.setRequestProperty("Connection", "close");
      draft.headers.forEach(connection::setRequestProperty);
      if (connection instanceof HttpsURLConnection https) {
        if (draft.context == null) {
          TrustAll.apply(https);
        } else {
          https.setSSLSocketFactory(draft.context.getSocketFactory());
        }
      }
      int status = connection.getResponseCode();
      boolean wanted =
          draft.statuses.isEmpty()
              ? status >= 200 && status < 400
              : draft.statuses.contains(status);
      if (!wanted) {
        return Verdict.notYet("status " + status);
      }
      Predicate<String> body = draft.body;
      if (body == null || body.test(text(connection))) {
        return Verdict.ready();
      }
      return Verdict.notYet("status " + status + ", but not a body that " + draft.bodyDescription);
    } finally {
      connection.disconnect();
    }
  }

  private static String text(HttpURLConnection connection) throws IOException {
    InputStream stream =
        connection.getResponseCode() >= 400
            ? connection.getErrorStream()
            : connection.getInputStream();
    if (stream == null) {
      return "";
    }
    try (stream) {
      return new String(stream.readNBytes(BODY_LIMIT_BYTES), StandardCharsets.UTF_8);
    }
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof HttpReadiness that && draft.equals(that.draft);
  }

  @Override
  public int hashCode() {
    return draft.hashCode();
  }

  @Override
  public String toString() {
    return describe();
  }

  private static final class Draft {
    private final ContainerPort port;
    private final String path;
    private final Set<Integer> statuses;
    private final Map<String, String> headers;
    private String method = "GET";
    private boolean tls;
    private @Nullable SSLContext context;
    private @Nullable String bodyDescription;
    private @Nullable Predicate<String> body;

    Draft(ContainerPort port, String path) {
      this.port = port;
      this.path = path;
      this.statuses = new TreeSet<>();
      this.headers = new LinkedHashMap<>();
    }

    Draft(Draft from) {
      this.port = from.port;
      this.path = from.path;
      this.statuses = new TreeSet<>(from.statuses);
      this.headers = new LinkedHashMap<>(from.headers);
      this.method = from.method;
      this.tls = from.tls;
      this.context = from.context;
      this.bodyDescription = from.bodyDescription;
      this.body = from.body;
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Draft that
          && port.equals(that.port)
          && path.equals(that.path)
          && statuses.equals(that.statuses)
          && headers.equals(that.headers)
          && method.equals(that.method)
          && tls == that.tls
          && Objects.equals(context, that.context)
          && Objects.equals(bodyDescription, that.bodyDescription)
          && Objects.equals(body, that.body);
    }

    @Override
    public int hashCode() {
      return Objects.hash(port, path, statuses, headers, method, tls, bodyDescription);
    }
  }
}
