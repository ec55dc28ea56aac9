package dev.drydock.runtime;

import dev.drydock.model.HostRef;

/**
 * A TCP port of this machine that containers reach as {@code host.drydock.internal}, if their
 * description says {@code withDns(d -> d.withHost(port))}. It lives as long as its session.
 */
public interface HostPort extends HostRef, AutoCloseable {

  /** {@code host.drydock.internal:PORT}. */
  default String authority() {
    return NAME + ":" + port();
  }

  /** Ends the access; connections that are open are cut. */
  @Override
  void close();
}
