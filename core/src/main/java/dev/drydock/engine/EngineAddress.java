package dev.drydock.engine;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Where an engine listens, as {@code DOCKER_HOST} writes it: {@code unix:///var/run/docker.sock},
 * {@code tcp://host:2375}, {@code ssh://user@host} or {@code npipe:////./pipe/docker_engine}. A
 * {@code tcp} address has no path.
 *
 * @param uri scheme and place. {@code ssh://user@host/run/podman/podman.sock} names the socket on
 *     that host; with {@code ?config=/path} ssh reads that configuration in place of the user's
 * @param tls the files for TLS; null when it is spoken to in the clear. Only with {@code tcp}
 */
public record EngineAddress(URI uri, @Nullable TlsFiles tls) {

  private static final String DEFAULT_SOCKET = "unix:///var/run/docker.sock";

  /** Checks the form. */
  public EngineAddress {
    if (!isValid(uri)) {
      throw notAnAddress(uri.toString());
    }
    boolean tcp = "tcp".equals(uri.getScheme());
    if (tcp && hasPath(uri) && !uri.getPath().equals("/")) {
      // Without it another engine than the one that is meant would be used.
      throw new IllegalArgumentException(
          "engine address "
              + uri
              + " has a path, and Drydock speaks only to an engine that is at the root of its host"
              + " and port: leave out "
              + uri.getRawPath()
              + ", or name a port at which that engine itself listens");
    }
    if (tls != null && !tcp) {
      throw new IllegalArgumentException("only a tcp address can have TLS, was " + uri);
    }
  }

  private static boolean isValid(URI uri) {
    String scheme = uri.getScheme();
    return scheme != null
        && switch (scheme) {
          case "unix" -> uri.getRawAuthority() == null && hasPath(uri);
          case "npipe" -> hasPath(uri);
          case "tcp" -> Authority.of(uri) != null;
          case "ssh" -> {
            Authority authority = Authority.of(uri);
            yield authority != null
                && (authority.user() == null || !authority.user().contains(":"));
          }
          default -> false;
        };
  }

  private static boolean hasPath(URI uri) {
    return uri.getPath() != null && !uri.getPath().isEmpty();
  }

  /** Without TLS. */
  public EngineAddress(URI uri) {
    this(uri, null);
  }

  /**
   * Reads an address. As the docker command does, it takes {@code host:2375} for {@code
   * tcp://host:2375}, {@code tcp://:2375} or {@code :2375} for one on this machine, and {@code
   * unix://} for the default socket.
   *
   * @throws IllegalArgumentException when the text is none that Drydock speaks
   */
  public static EngineAddress parse(String text) {
    URI uri;
    try {
      uri = URI.create(normal(text.trim()));
    } catch (IllegalArgumentException e) {
      throw notAnAddress(text);
    }
    if (!isValid(uri)) {
      throw notAnAddress(text);
    }
    return new EngineAddress(uri, null);
  }

  private static String normal(String text) {
    if (text.equals("unix://")) {
      return DEFAULT_SOCKET;
    }
    if (text.startsWith("tcp://:") || text.equals("tcp://")) {
      return "tcp://localhost" + text.substring("tcp://".length());
    }
    if (text.startsWith(":")) {
      return "tcp://localhost" + text;
    }
    if (text.startsWith("/")) {
      return "unix://" + text.replace(" ", "%20");
    }
    if (text.startsWith("unix://")) {
      return text.replace(" ", "%20");
    }
    return text.contains("://") ? text : "tcp://" + text;
  }

  /** The host, an IPv6 address in brackets; null for a unix socket or a named pipe. */
  public @Nullable String host() {
    Authority authority = Authority.of(uri);
    return authority == null ? null : authority.host();
  }

  /** The port; -1 when none is said. */
  public int port() {
    Authority authority = Authority.of(uri);
    return authority == null ? -1 : authority.port();
  }

  /** The user of an {@code ssh} address, {@code a@b} for {@code a%40b}; null when none is said. */
  public @Nullable String user() {
    Authority authority = Authority.of(uri);
    String user = authority == null ? null : authority.user();
    // A form of the Web would have a plus for a blank; an address has a plus for a plus.
    return user == null
        ? null
        : URLDecoder.decode(user.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  /** The unix socket at this path. */
  public static EngineAddress unix(Path socket) {
    return new EngineAddress(
        URI.create("unix://" + socket.toAbsolutePath().toUri().getRawPath()), null);
  }

  /**
   * The same place, spoken to over TLS.
   *
   * @throws IllegalArgumentException when it is not a {@code tcp} address
   */
  public EngineAddress withTls(TlsFiles files) {
    return new EngineAddress(uri, files);
  }

  private static IllegalArgumentException notAnAddress(String text) {
    return new IllegalArgumentException(
        "engine address must look like unix:///path/to/socket, tcp://host:port, ssh://user@host or"
            + " npipe:////./pipe/name, was "
            + text);
  }

  /** The address as {@code DOCKER_HOST} writes it. */
  @Override
  public String toString() {
    return uri.toString();
  }
}
