package dev.drydock.benchmarks.contender;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The contenders by name. */
public final class Contenders {

  /** All that {@link #open} knows. */
  public static final List<String> NAMES = List.of("raw", "curl", "drydock", "testcontainers");

  private Contenders() {}

  /** Opens one; it talks to the engine that {@code DOCKER_HOST} names. */
  public static Contender open(String name) {
    return switch (name) {
      case "raw" -> new RawContender(socket());
      case "curl" -> new CurlContender(Path.of(System.getProperty("benchmarks.home", ".")));
      case "drydock" -> new DrydockContender();
      case "testcontainers" -> new TestcontainersContender();
      default -> throw new IllegalArgumentException("there is no contender " + name);
    };
  }

  /** The engine and its versions. */
  public static String engine() throws IOException {
    try (RawEngine engine = new RawEngine(socket())) {
      String facts = engine.call("GET", "/version", "");
      return RawContender.between(facts, "\"Name\":\"", "\"")
          + " "
          + RawContender.between(facts, "\"Version\":\"", "\"")
          + ", API "
          + RawContender.between(facts, "\"ApiVersion\":\"", "\"");
    }
  }

  /** Whether the engine holds a container, running or not, with this word in its command. */
  public static boolean engineHolds(String word) throws IOException {
    try (RawEngine engine = new RawEngine(socket())) {
      return engine.call("GET", "/containers/json?all=1", "").contains(word);
    }
  }

  /** Removes an image by its name. */
  public static void removeImage(String image) throws IOException {
    try (RawEngine engine = new RawEngine(socket())) {
      engine.call("DELETE", "/images/" + image, "");
    }
  }

  /** The engine's socket. */
  public static String socket() {
    @Nullable String host = System.getenv("DOCKER_HOST");
    if (host == null || host.isEmpty()) {
      return "/var/run/docker.sock";
    }
    if (!host.startsWith("unix://")) {
      throw new IllegalArgumentException(
          "the benchmarks need an engine at a unix socket, DOCKER_HOST is " + host);
    }
    return host.substring("unix://".length());
  }
}
