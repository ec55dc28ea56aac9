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
    return of(surroundings, surroundings.program("podman") != null);
  }

  /** The same, where podman is no news: its service has been tried. */
  static List<String> besidePodman(Surroundings surroundings) {
    return of(surroundings, false);
  }

  private static List<String> of(Surroundings surroundings, boolean podman) {
    List<String> clues = new ArrayList<>();
    if (surroundings.program("dockerd") != null) {
      clues.add("dockerd is installed: start its service, for example with systemctl start docker");
    } else if (surroundings.program("docker") != null) {
      clues.add("the docker command is installed, but it is only a client: it needs an engine");
    }
    if (podman) {
      clues.add(
          surroundings.isLinux()
              ? "podman is installed: start its service with systemctl --user start podman.socket,"
                  + " or let Drydock run one of its own with -Ddrydock.engine=private"
              : "podman is installed: start its machine with podman machine start");
    }
    containerd(surroundings, clues);
    Path pouch = surroundings.root().resolve("var/run/pouchd.sock");
    if (Files.exists(pouch)) {
      clues.add(
          "there is "
              + pouch
              + "; PouchContainer speaks version 1.24 of the Engine API, and Drydock needs 1.40:"
              + " install Docker or Podman");
    }
    return clues;
  }

  /** One sentence is enough: what is true of its sockets is true of the command beside them. */
  private static void containerd(Surroundings surroundings, List<String> clues) {
    List<Path> sockets = new ArrayList<>();
    sockets.add(surroundings.root().resolve("run/containerd/containerd.sock"));
    // Rootless containerd sees this one as /run/containerd/containerd.sock.
    surroundings
        .runtimeDirectory()
        .ifPresent(runtime -> sockets.add(runtime.resolve("containerd/containerd.sock")));
    for (Path each : sockets) {
      if (Files.exists(each)) {
        clues.add(speaksOtherwise("there is " + each + "; containerd", "nerdctl"));
        return;
      }
    }
    if (surroundings.program("nerdctl") != null) {
      clues.add(speaksOtherwise("nerdctl is installed; it", "containerd"));
    }
  }

  private static String speaksOtherwise(String found, String itsLike) {
    return found
        + " does not speak the Docker Engine API, nor does "
        + itsLike
        + ": install Docker or Podman beside it";
  }
}
