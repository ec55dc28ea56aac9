package dev.drydock.spec;

import dev.drydock.model.ContainerPort;

/**
 * A published port.
 *
 * @param containerPort the port in the container
 * @param hostPort the fixed port on the engine's host, or 0 for one the engine chooses
 */
public record PortBinding(ContainerPort containerPort, int hostPort) {

  /** Checks the host port. */
  public PortBinding {
    if (hostPort < 0 || hostPort > 65535) {
      throw new IllegalArgumentException(
          "host port must be 1 to 65535, or 0 for one the engine chooses, was " + hostPort);
    }
  }
}
