package dev.drydock.internal.docker.discovery;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What is on a machine without a running engine, and what can be made of it. */
final class Clues {

  private Clues() {}

  /** One sentence for each; the most helpful first. */
  static List<String> of(Surroundings surroundings) {
    List<String> clues = new ArrayList<>();
    if (surroundings.program("dockerd") != null) {
      clues.add("dockerd is installed: start its service, for example with systemctl start docker");
    } else if (surroundings.program("docker") != null) {
      clues.add("the docker command is installed, but it is only a client: it needs an engine");
    }
    if (surroundings.program("podman") != null) {
      clues.add(
          "podman is installed: start its service with systemctl --user start podman.socket, or let"
              + " Drydock run one of its own with -Ddrydock.engine=private");
    }
    socket(
        surroundings,
        "run/containerd/containerd.sock",
        "containerd does not speak the Docker Engine API, nor does nerdctl: install Docker or Podman"
            + " beside it",
        clues);
    socket(
        surroundings,
        "var/run/pouchd.sock",
        "PouchContainer speaks version 1.24 of the Engine API, and Drydock needs 1.40: install"
            + " Docker or Podman",
        clues);
    return clues;
  }

  private static void socket(
      Surroundings surroundings, String path, String meaning, List<String> clues) {
    Path socket = surroundings.root().resolve(path);
    if (Files.exists(socket)) {
      clues.add("there is " + socket + "; " + meaning);
    }
  }
}
