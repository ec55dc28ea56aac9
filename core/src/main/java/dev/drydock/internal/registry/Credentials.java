package dev.drydock.internal.registry;

import dev.drydock.internal.docker.JsonText;
import dev.drydock.model.RegistryCredentials;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * Credentials for registries: those that the {@code docker} command would use. The configuration
 * file is read anew for each question: a login meanwhile counts, and what is asked so rarely needs
 * no memory.
 */
public final class Credentials {

  /** The name under which the command keeps the credentials of the default registry. */
  private static final String DEFAULT_KEY = "https://index.docker.io/v1/";

  private static final Duration HELPER_PATIENCE = Duration.ofSeconds(30);

  private final Map<String, String> environment;
  private final Path home;
  private final Duration patience;
  private final Consumer<String> warnings;

  Credentials(
      Map<String, String> environment, Path home, Duration patience, Consumer<String> warnings) {
    this.environment = environment;
    this.home = home;
    this.patience = patience;
    this.warnings = warnings;
  }

  /** As this user's {@code docker} command has them. */
  public static Credentials ofUser() {
    return new Credentials(
        System.getenv(),
        Path.of(System.getProperty("user.home", "/")),
        HELPER_PATIENCE,
        warning -> LoggerFactory.getLogger("dev.drydock.registry").warn("{}", warning));
  }

  /** The credentials for the registry with this host and port; null: the default one. */
  public Optional<RegistryCredentials> at(@Nullable String registry) {
    String key = registry == null || isDefault(registry) ? DEFAULT_KEY : registry;
    return Optional.ofNullable(configured(key));
  }

  private @Nullable RegistryCredentials configured(String key) {
    String inline = environment.get("DOCKER_AUTH_CONFIG");
    if (inline != null && !inline.isBlank()) {
      String where = "DOCKER_AUTH_CONFIG";
      Map<?, ?> config = read(where, inline.getBytes(StandardCharsets.UTF_8));
      RegistryCredentials found = config == null ? null : fromAuths(where, config, key);
      if (found != null) {
        return found;
      }
    }
    String directory = environment.get("DOCKER_CONFIG");
    Path file =
        (directory == null || directory.isBlank() ? home.resolve(".docker") : Path.of(directory))
            .resolve("config.json");
    byte[] bytes;
    try {
      bytes = Files.readAllBytes(file);
    } catch (NoSuchFileException e) {
      return null;
    } catch (IOException e) {
      warnings.accept(file + " cannot be read, no credentials are taken from it: " + e);
      return null;
    }
    Map<?, ?> config = read(file.toString(), bytes);
    if (config == null) {
      return null;
    }
    String helper = helper(config, key);
    return helper != null ? ask(helper, key) : fromAuths(file.toString(), config, key);
  }

  private @Nullable Map<?, ?> read(String where, byte[] json) {
    try {
      if (JsonText.read(json) instanceof Map<?, ?> map) {
        return map;
      }
      warnings.accept(where + " is not a JSON object; no credentials are taken from it.");
    } catch (IOException e) {
      // The parser's words quote the text, and the text holds secrets.
      warnings.accept(where + " is not JSON; no credentials are taken from it.");
    }
    return null;
  }

  private static @Nullable String helper(Map<?, ?> config, String key) {
    if (config.get("credHelpers") instanceof Map<?, ?> helpers) {
      String plain = host(key);
      for (String name : new String[] {key, plain, isDefault(plain) ? "docker.io" : plain}) {
        if (helpers.get(name) instanceof String helper) {
          // An empty one takes this registry away from the store.
          return helper.isEmpty() ? null : helper;
        }
      }
    }
    return config.get("credsStore") instanceof String store && !store.isEmpty() ? store : null;
  }

  private @Nullable RegistryCredentials ask(String helper, String key) {
    CredentialProgram process = new CredentialProgram(helper, environment, patience);
    try {
      return process.get(key);
    } catch (IOException e) {
      warnings.accept(
          "No credentials for registry " + host(key) + ": " + process + " " + e.getMessage());
      return null;
    }
  }

  private @Nullable RegistryCredentials fromAuths(String where, Map<?, ?> config, String key) {
    if (!(config.get("auths") instanceof Map<?, ?> auths)) {
      return null;
    }
    Object entry = auths.get(key);
    if (entry == null) {
      for (Map.Entry<?, ?> each : auths.entrySet()) {
        if (host(String.valueOf(each.getKey())).equals(host(key))) {
          entry = each.getValue();
          break;
        }
      }
    }
    if (entry == null) {
      return null;
    }
    if (!(entry instanceof Map<?, ?> fields)) {
      return bad(where, key, "it is not a JSON object");
    }
    if (fields.get("identitytoken") instanceof String token && !token.isEmpty()) {
      return RegistryCredentials.identityToken(token);
    }
    if (fields.get("auth") instanceof String auth && !auth.isEmpty()) {
      return decode(where, key, auth);
    }
    return fields.get("username") instanceof String user && !user.isEmpty()
        ? RegistryCredentials.of(user, fields.get("password") instanceof String text ? text : "")
        : null;
  }

  private @Nullable RegistryCredentials decode(String where, String key, String auth) {
    String pair;
    try {
      pair = new String(Base64.getDecoder().decode(auth.strip()), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return bad(where, key, "its auth is not base64");
    }
    int colon = pair.indexOf(':');
    if (colon < 1) {
      return bad(where, key, "its auth is not user:password in base64");
    }
    // The command pads passwords with NUL, and so takes it off.
    return RegistryCredentials.of(
        pair.substring(0, colon), pair.substring(colon + 1).replaceAll("\0+$", ""));
  }

  private @Nullable RegistryCredentials bad(String where, String key, String why) {
    warnings.accept(
        "No credentials for registry " + host(key) + ": its entry in " + where + " is bad: " + why);
    return null;
  }

  // Also of the command's own, older names of the default registry.
  private static boolean isDefault(String registry) {
    String plain = host(registry);
    return plain.equals("docker.io") || plain.equals("index.docker.io");
  }

  /** Host and port of a key, which old versions of the command wrote as a whole address. */
  static String host(String key) {
    String rest = key.replaceFirst("^https?://", "");
    int slash = rest.indexOf('/');
    String host = slash < 0 ? rest : rest.substring(0, slash);
    return host.equals("docker.io") ? "index.docker.io" : host;
  }
}
