package dev.drydock.internal.docker.discovery;

import dev.drydock.engine.EngineAddress;
import dev.drydock.model.NoEngineException;
import java.io.IOException;
import java.net.ConnectException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;

/** What to do about an engine that does not answer. */
final class Hints {

  /** Where nothing better is known. */
  static final String USUAL =
      "start an engine, or name one that runs with DOCKER_HOST or"
          + " -Ddrydock.engine=unix:///path/to/socket";

  private static final String OR_ANOTHER =
      ", or name another engine with DOCKER_HOST or -Ddrydock.engine=unix:///path/to/socket";

  private Hints() {}

  /**
   * Whether nothing listens at a socket of this machine: what is installed here helps with no other
   * trouble, nor with an engine that is elsewhere.
   */
  static boolean isStartable(EngineAddress address, NoEngineException failure) {
    return failure.getCause() instanceof NoSuchFileException
        || (isUnix(address)
            && (Files.notExists(path(address)) || failure.getCause() instanceof ConnectException));
  }

  /**
   * Whether something is there all the same. What is in a directory that cannot be entered, as the
   * one of podman's of the system is for everybody else, may be nothing.
   */
  static boolean isThere(EngineAddress address, Throwable failure) {
    return !(failure instanceof NoEngineException none && isStartable(address, none))
        && (!isUnix(address) || Files.exists(path(address)));
  }

  /** The next thing to do. */
  static String of(EngineAddress address, NoEngineException failure, Surroundings surroundings) {
    if ("npipe".equals(address.uri().getScheme())
        && failure.getCause() instanceof AccessDeniedException) {
      return join("docker-users", "") + OR_ANOTHER;
    }
    return isUnix(address) && isClosedToUs(path(address))
        ? admission(path(address), surroundings) + OR_ANOTHER
        : USUAL;
  }

  private static boolean isUnix(EngineAddress address) {
    return "unix".equals(address.uri().getScheme());
  }

  private static Path path(EngineAddress address) {
    return Path.of(address.uri().getPath());
  }

  /** It may also be in a directory that cannot be entered. */
  private static boolean isClosedToUs(Path socket) {
    return !Files.notExists(socket) && !Files.isWritable(socket);
  }

  private static String admission(Path socket, Surroundings surroundings) {
    try {
      PosixFileAttributes attributes = Files.readAttributes(socket, PosixFileAttributes.class);
      String group = attributes.group().getName();
      if (!attributes.permissions().contains(PosixFilePermission.GROUP_WRITE)
          || group.equals("root")) {
        return "run this as user " + attributes.owner().getName();
      }
      if (surroundings.isContainer()) {
        // Its groups are not those of the host, whatever this one is called here.
        return "give this container the socket's group, as docker run --group-add "
            + Files.getAttribute(socket, "unix:gid")
            + " does";
      }
      return join(
          group, surroundings.isLinux() ? " (sudo usermod -aG " + group + " " + user() + ")" : "");
    } catch (IOException | UnsupportedOperationException e) {
      return "run this as a user who may enter " + target(socket).getParent();
    }
  }

  /** Where a link leads; it may lead into another directory. */
  private static Path target(Path socket) {
    try {
      return socket.resolveSibling(Files.readSymbolicLink(socket));
    } catch (IOException | UnsupportedOperationException e) {
      return socket;
    }
  }

  private static String join(String group, String command) {
    return "add user " + user() + " to group " + group + command + " and log in again";
  }

  private static String user() {
    return System.getProperty("user.name");
  }
}
