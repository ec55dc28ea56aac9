package dev.drydock.internal.docker.discovery;

import dev.drydock.engine.EngineAddress;
import dev.drydock.engine.TlsFiles;
import dev.drydock.internal.docker.JsonText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/** The contexts of the docker command: engines by name, each with files of its own for TLS. */
final class DockerContexts {

  /** The name of what is there without any context. */
  static final String DEFAULT = "default";

  private final Path configuration;

  DockerContexts(Path configuration) {
    this.configuration = configuration;
  }

  /** The name that {@code docker context use} has chosen; null when it has chosen none. */
  @Nullable String current() {
    Path file = configuration.resolve("config.json");
    if (!Files.exists(file)) {
      return null;
    }
    try {
      return text(JsonText.read(Files.readAllBytes(file)), "currentContext");
    } catch (IOException e) {
      LoggerFactory.getLogger(DockerContexts.class)
          .warn("{} is passed over, for it cannot be read: {}", file, e.getMessage());
      return null;
    }
  }

  /** Where the contexts are described. */
  Path directory() {
    return configuration.resolve("contexts").resolve("meta");
  }

  /**
   * The engine of a context; null when there is no context of that name.
   *
   * @throws IOException when its description cannot be read
   * @throws IllegalArgumentException when it describes no engine that Drydock speaks to
   */
  @Nullable EngineAddress find(String name) throws IOException {
    String hash = hash(name);
    Path file = directory().resolve(hash).resolve("meta.json");
    if (!Files.exists(file)) {
      return null;
    }
    Object context = JsonText.read(Files.readAllBytes(file));
    String host = text(context, "Endpoints", "docker", "Host");
    EngineAddress address = EngineAddress.parse(host == null ? "unix://" : host);
    boolean unverified = "true".equals(text(context, "Endpoints", "docker", "SkipTLSVerify"));
    Path tls = configuration.resolve("contexts").resolve("tls").resolve(hash).resolve("docker");
    boolean secured = "tcp".equals(address.uri().getScheme());
    return secured && (unverified || Files.isDirectory(tls))
        ? address.withTls(new TlsFiles(tls, !unverified))
        : address;
  }

  /** The names of all that can be read. */
  List<String> names() {
    List<String> names = new ArrayList<>();
    if (!Files.isDirectory(directory())) {
      return names;
    }
    try (DirectoryStream<Path> all = Files.newDirectoryStream(directory())) {
      for (Path each : all) {
        String name = name(each.resolve("meta.json"));
        if (name != null) {
          names.add(name);
        }
      }
    } catch (IOException e) {
      // The list is for a message; what could be read is better than nothing.
    }
    names.sort(null);
    return names;
  }

  private static @Nullable String name(Path description) {
    try {
      return text(JsonText.read(Files.readAllBytes(description)), "Name");
    } catch (IOException e) {
      // Something else that lies there.
      return null;
    }
  }

  private static String hash(String name) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(name.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** What stands at a place, as text; null when nothing does. */
  private static @Nullable String text(@Nullable Object json, String... place) {
    Object value = json;
    for (String each : place) {
      value = value instanceof Map<?, ?> map ? map.get(each) : null;
    }
    return value == null ? null : value.toString();
  }
}
