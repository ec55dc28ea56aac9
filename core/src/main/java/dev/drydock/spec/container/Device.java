package dev.drydock.spec.container;

/**
 * A device of the engine's host that a container may use; one entry of {@code HostConfig.Devices}.
 *
 * @param hostPath where it is on the host
 * @param containerPath where it is in the container
 * @param permissions some of {@code r} (read), {@code w} (write) and {@code m} (make)
 */
public record Device(String hostPath, String containerPath, String permissions) {

  /**
   * Checks paths and permissions.
   *
   * @throws IllegalArgumentException when a path is not absolute, or a permission is none
   */
  public Device {
    requireAbsolute("device path on the host", hostPath);
    requireAbsolute("device path in the container", containerPath);
    if (!permissions.matches("r?w?m?") || permissions.isEmpty()) {
      throw new IllegalArgumentException(
          "device permissions must be some of rwm, in that order, was \"" + permissions + "\"");
    }
  }

  private static void requireAbsolute(String what, String path) {
    if (!path.startsWith("/")) {
      throw new IllegalArgumentException(what + " must be absolute, was " + path);
    }
  }
}
