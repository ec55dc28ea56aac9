package dev.drydock.engine;

import java.net.URI;
import java.nio.file.Path;

/**
 * Where an engine listens, as {@code DOCKER_HOST} writes it: {@code unix:///var/run/docker.sock} or
 * {@code tcp://host:2375}.
 *
 * @param uri scheme and place
 */
public record EngineAddress(URI uri) {

  /** Checks the form. */
  public EngineAddress {
    String scheme = uri.getScheme();
    if ("unix".equals(scheme)) {
      if (uri.getPath() == null || uri.getPath().isEmpty()) {
        throw notAnAddress(uri.toString());
      }
    } else if ("tcp".equals(scheme)) {
      if (uri.getHost() == null) {
        throw notAnAddress(uri.toString());
      }
    } else {
      throw notAnAddress(uri.toString());
    }
  }

  /**
   * Reads an address.
   *
   * @throws IllegalArgumentException when the text is none that Drydock speaks
   */
  public static EngineAddress parse(String text) {
    try {
      return new EngineAddress(URI.create(text.trim()));
    } catch (IllegalArgumentException e) {
      throw notAnAddress(text);
    }
  }

  /** The unix socket at this path. */
  public static EngineAddress unix(Path socket) {
    return new EngineAddress(URI.create("unix://" + socket.toAbsolutePath().toUri().getRawPath()));
  }

  private static IllegalArgumentException notAnAddress(String text) {
    return new IllegalArgumentException(
        "engine address must look like unix:///path/to/socket or tcp://host:port, was " + text);
  }

  /** The address as {@code DOCKER_HOST} writes it. */
  @Override
  public String toString() {
    return uri.toString();
  }
}
