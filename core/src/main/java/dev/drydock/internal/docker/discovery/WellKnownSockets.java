package dev.drydock.internal.docker.discovery;

import dev.drydock.engine.EngineAddress;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Where engines listen that nobody named, the likelier first; on Windows these are pipes. */
final class WellKnownSockets {

  private final Surroundings surroundings;

  /** By path, so that none is asked twice. */
  private final Map<Path, String> found = new LinkedHashMap<>();

  private WellKnownSockets(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  /** The one that a running engine has nearly always. */
  static Candidate usual(Surroundings surroundings) {
    return surroundings.isWindows()
        ? pipe("docker_engine", "the default pipe")
        : new Candidate(
            EngineAddress.unix(surroundings.root().resolve("var/run/docker.sock")),
            "the default socket");
  }

  private static Candidate pipe(String name, String origin) {
    return new Candidate(EngineAddress.parse("npipe:////./pipe/" + name), origin);
  }

  /** The others. */
  static List<Candidate> others(Surroundings surroundings) {
    if (surroundings.isWindows()) {
      return List.of(
          pipe("dockerDesktopLinuxEngine", "Docker Desktop"),
          pipe("podman-machine-default", "Podman machine"));
    }
    WellKnownSockets sockets = new WellKnownSockets(surroundings);
    sockets.collect();
    List<Candidate> candidates = new ArrayList<>();
    sockets.found.forEach(
        (path, origin) -> candidates.add(new Candidate(EngineAddress.unix(path), origin)));
    return candidates;
  }

  private void collect() {
    Path home = surroundings.home();
    List<Path> runtime = surroundings.runtimeDirectory().map(List::of).orElse(List.of());
    for (Path each : runtime) {
      found.put(each.resolve("docker.sock"), "rootless Docker");
    }
    found.put(home.resolve(".docker/run/docker.sock"), "Docker Desktop");
    found.put(home.resolve(".docker/desktop/docker.sock"), "Docker Desktop");
    surroundings
        .variable("COLIMA_HOME")
        .ifPresent(colima -> found.put(Path.of(colima, "default", "docker.sock"), "Colima"));
    found.put(home.resolve(".colima/default/docker.sock"), "Colima");
    found.put(home.resolve(".config/colima/default/docker.sock"), "Colima");
    found.put(home.resolve(".orbstack/run/docker.sock"), "OrbStack");
    found.put(home.resolve(".rd/docker.sock"), "Rancher Desktop");
    inEach(home.resolve(".lima"), "sock/docker.sock", "Lima");
    for (Path each : runtime) {
      found.put(each.resolve("podman/podman.sock"), "Podman of this user");
    }
    inEach(home.resolve(".local/share/containers/podman/machine"), "podman.sock", "Podman machine");
    surroundings
        .variable("TMPDIR")
        .filter(directory -> surroundings.isMac())
        .ifPresent(
            directory ->
                found.put(
                    Path.of(directory, "podman", "podman-machine-default-api.sock"),
                    "Podman machine"));
    found.put(surroundings.root().resolve("run/podman/podman.sock"), "Podman of the system");
  }

  /** A socket in each directory of a parent; those that are not there are not worth a line. */
  private void inEach(Path parent, String socket, String origin) {
    if (!Files.isDirectory(parent)) {
      return;
    }
    List<Path> sockets = new ArrayList<>();
    try (DirectoryStream<Path> directories = Files.newDirectoryStream(parent)) {
      for (Path each : directories) {
        if (Files.exists(each.resolve(socket))) {
          sockets.add(each.resolve(socket));
        }
      }
    } catch (IOException e) {
      // A directory that cannot be read holds nothing that can be used.
    }
    sockets.sort(null);
    sockets.forEach(path -> found.put(path, origin));
  }
}
