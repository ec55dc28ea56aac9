package dev.drydock.spec;

import dev.drydock.model.DataSize;
import dev.drydock.model.VolumeRef;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Storage that appears at a path in the container: a host path, a volume, or memory. */
public sealed interface Mount {

  /**
   * A file or directory of the engine's machine, readable and writable from both sides.
   *
   * @throws IllegalArgumentException when the host path does not exist, or the container path is
   *     not absolute
   */
  static Bind bind(Path hostPath, String containerPath) {
    Path absolute = hostPath.toAbsolutePath().normalize();
    if (!Files.exists(absolute)) {
      throw new IllegalArgumentException("host path to mount does not exist: " + absolute);
    }
    return new Bind(absolute.toString(), containerPath, false);
  }

  /** A volume, live or adopted, readable and writable. */
  static VolumeMount volume(VolumeRef volume, String containerPath) {
    return new VolumeMount(volume, containerPath, false);
  }

  /** Memory, as much as the engine allows, gone with the container's process. */
  static Tmpfs tmpfs(String containerPath) {
    return new Tmpfs(containerPath, null, 01777);
  }

  /** The absolute path in the container. */
  String containerPath();

  private static void requireAbsolute(String containerPath) {
    if (!containerPath.startsWith("/") && !containerPath.matches("[A-Za-z]:[\\\\/].*")) {
      throw new IllegalArgumentException(
          "mount path in the container must be absolute, was " + containerPath);
    }
  }

  /**
   * A bind mount; {@code HostConfig.Mounts} of type {@code bind}.
   *
   * @param hostPath an absolute path on the engine's machine
   * @param containerPath an absolute path in the container
   * @param readOnly whether the container may not write
   */
  record Bind(String hostPath, String containerPath, boolean readOnly) implements Mount {

    /** Checks the container path. */
    public Bind {
      requireAbsolute(containerPath);
    }

    /** This mount, not writable from the container. */
    public Bind asReadOnly() {
      return new Bind(hostPath, containerPath, true);
    }
  }

  /**
   * A volume mount; {@code HostConfig.Mounts} of type {@code volume}.
   *
   * @param volume the volume
   * @param containerPath an absolute path in the container
   * @param readOnly whether the container may not write
   */
  record VolumeMount(VolumeRef volume, String containerPath, boolean readOnly) implements Mount {

    /** Checks the container path. */
    public VolumeMount {
      requireAbsolute(containerPath);
    }

    /** This mount, not writable from the container. */
    public VolumeMount asReadOnly() {
      return new VolumeMount(volume, containerPath, true);
    }
  }

  /**
   * A tmpfs mount; {@code HostConfig.Mounts} of type {@code tmpfs}.
   *
   * @param containerPath an absolute path in the container
   * @param size the most it may hold, or null for the engine's limit
   * @param mode the permissions of its root, for example {@code 01777}
   */
  record Tmpfs(String containerPath, @Nullable DataSize size, int mode) implements Mount {

    /** Checks the container path and the mode. */
    public Tmpfs {
      requireAbsolute(containerPath);
      if (mode < 0 || mode > 07777) {
        throw new IllegalArgumentException(
            "tmpfs mode must be 0 to 07777, was 0" + Integer.toOctalString(mode));
      }
    }

    /** Of at most this size. */
    public Tmpfs withSize(DataSize newSize) {
      return new Tmpfs(containerPath, newSize, mode);
    }

    /** With these permissions of its root. */
    public Tmpfs withMode(int newMode) {
      return new Tmpfs(containerPath, size, newMode);
    }
  }
}
