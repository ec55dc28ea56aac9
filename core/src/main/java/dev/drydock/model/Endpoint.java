package dev.drydock.model;

/**
 * A host and a port that the test can connect to.
 *
 * @param host a name or an address, an IPv6 address without brackets
 * @param port 1 to 65535
 */
public record Endpoint(String host, int port) {

  /**
   * Checks both parts.
   *
   * @throws IllegalArgumentException when the host is blank or the port is not 1 to 65535
   */
  public Endpoint {
    if (host.isBlank()) {
      throw new IllegalArgumentException("endpoint host must not be blank");
    }
    ContainerPort.requirePort("endpoint port", port);
  }

  /** {@code host:port}, fit for a URL; an IPv6 address stands in brackets. */
  @Override
  public String toString() {
    return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
  }
}
