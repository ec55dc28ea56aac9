package dev.drydock.spec;

import dev.drydock.model.ContainerPort;
import org.jspecify.annotations.Nullable;

/**
 * A published port.
 *
 * @param containerPort the port in the container
 * @param hostPort the fixed port on the engine's host, or 0 for one that Drydock chooses
 * @param hostAddress the address of the engine's host it is bound to; empty for all
 */
public record PortBinding(ContainerPort containerPort, int hostPort, String hostAddress) {

  /**
   * Checks host port and address.
   *
   * @throws IllegalArgumentException when either is none
   */
  public PortBinding {
    if (hostPort < 0 || hostPort > 65535) {
      throw new IllegalArgumentException(
          "host port must be 1 to 65535, or 0 for one the engine chooses, was " + hostPort);
    }
    if (!hostAddress.isEmpty() && !AddressBlock.isAddress(hostAddress)) {
      throw new IllegalArgumentException("host address must be an IP address, was " + hostAddress);
    }
  }

  /** At all addresses of the host. */
  public PortBinding(ContainerPort containerPort, int hostPort) {
    this(containerPort, hostPort, "");
  }

  /** Whether both cannot be bound at once. */
  boolean meets(PortBinding other) {
    return hostPort == other.hostPort
        && containerPort.protocol() == other.containerPort.protocol()
        && (isEverywhere() || other.isEverywhere() || hostAddress.equals(other.hostAddress));
  }

  private boolean isEverywhere() {
    return hostAddress.isEmpty() || hostAddress.equals("0.0.0.0") || hostAddress.equals("::");
  }

  // What a record has of its own is linked at run time, which a cold start would feel.

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof PortBinding that
        && hostPort == that.hostPort
        && hostAddress.equals(that.hostAddress)
        && containerPort.equals(that.containerPort);
  }

  @Override
  public int hashCode() {
    return 31 * containerPort.hashCode() + hostPort;
  }
}
