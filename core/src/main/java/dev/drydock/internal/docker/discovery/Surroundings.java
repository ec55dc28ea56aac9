package dev.drydock.internal.docker.discovery;

import dev.drydock.internal.docker.LocalPorts;
import dev.drydock.internal.docker.SearchPath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What the search for an engine looks at.
 *
 * @param variables the environment; null for a variable that is not set
 * @param home the user's home directory
 * @param root the root of the file system
 * @param system the operating system, in the words of {@code os.name}
 */
public record Surroundings(
    Function<String, @Nullable String> variables, Path home, Path root, String system) {

  /** Those of this process. */
  public static Surroundings current() {
    return new Surroundings(
        System::getenv,
        Path.of(System.getProperty("user.home", "/")),
        Path.of("/"),
        System.getProperty("os.name", ""));
  }

  /** A variable of the environment; one that is blank counts as not set. */
  Optional<String> variable(String name) {
    String value = variables.apply(name);
    return value == null || value.isBlank() ? Optional.empty() : Optional.of(value.trim());
  }

  boolean isMac() {
    return system.toLowerCase(Locale.ROOT).contains("mac");
  }

  boolean isWindows() {
    return system.startsWith("Windows");
  }

  boolean isLinux() {
    return system.equals("Linux");
  }

  /** Whether there is a reason to think so. */
  boolean isContainer() {
    return LocalPorts.looksLikeContainer(root, variable("KUBERNETES_SERVICE_HOST").orElse(null));
  }

  /** Where the docker command keeps its configuration. */
  Path dockerConfiguration() {
    return variable("DOCKER_CONFIG").map(Path::of).orElse(home.resolve(".docker"));
  }

  /** Where the user's own services put their sockets; {@code /run/user/UID} unless it is said. */
  Optional<Path> runtimeDirectory() {
    Optional<String> named = variable("XDG_RUNTIME_DIR");
    if (named.isPresent()) {
      return named.map(Path::of);
    }
    try {
      Object user = Files.getAttribute(home, "unix:uid");
      return Optional.of(root.resolve("run/user").resolve(user.toString()));
    } catch (IOException | UnsupportedOperationException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** A program on the search path; null when it is not there. */
  @Nullable Path program(String name) {
    String path = variable("PATH").orElse("");
    return isWindows() ? SearchPath.find(path, name, "", ".exe") : SearchPath.find(path, name, "");
  }
}
