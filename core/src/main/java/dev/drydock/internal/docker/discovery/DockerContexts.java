package dev.drydock.internal.docker.discovery;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.drydock.engine.EngineAddress;
import dev.drydock.engine.TlsFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/** The contexts of the docker command: engines by name, each with files of its own for TLS. */
final class DockerContexts {

  /** The name of what is there without any context. */
  static final String DEFAULT = "default";

  private static final String CURRENT = "/currentContext";
  private static final String NAME = "/Name";
  private static final String HOST = "/Endpoints/docker/Host";
  private static final String UNVERIFIED = "/Endpoints/docker/SkipTLSVerify";

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
      return values(file).get(CURRENT);
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
    Map<String, String> values = values(file);
    EngineAddress address = EngineAddress.parse(values.getOrDefault(HOST, "unix://"));
    boolean unverified = "true".equals(values.get(UNVERIFIED));
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
        String name = values(each.resolve("meta.json")).get(NAME);
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

  private static String hash(String name) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(name.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The values that matter here, by their place; not a tree, which would cost a cold start. */
  private static Map<String, String> values(Path file) throws IOException {
    Map<String, String> values = new HashMap<>();
    try (JsonParser parser = new JsonFactory().createParser(Files.readAllBytes(file))) {
      for (JsonToken each = parser.nextToken(); each != null; each = parser.nextToken()) {
        if (each.isScalarValue()) {
          String place = parser.getParsingContext().pathAsPointer().toString();
          if (isWanted(place)) {
            values.put(place, parser.getText());
          }
        }
      }
    }
    return values;
  }

  private static boolean isWanted(String place) {
    return place.equals(CURRENT)
        || place.equals(NAME)
        || place.equals(HOST)
        || place.equals(UNVERIFIED);
  }
}
