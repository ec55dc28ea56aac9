package dev.drydock.runtime;

import dev.drydock.model.ContainerRef;
import dev.drydock.model.NetworkRef;
import dev.drydock.spec.NetworkAttachment;

/**
 * A live network, which belongs to the session that made it and is removed with it, unless it was
 * adopted.
 */
public interface Network extends NetworkRef, AutoCloseable {

  /**
   * Puts a container on it, while it runs or before, reachable there under its name and these
   * aliases. {@code POST /networks/ID/connect}.
   *
   * @throws dev.drydock.model.EngineException when it is on it already, or has the network of the
   *     host or of another container
   */
  void connect(ContainerRef container, String... aliases);

  /**
   * Puts a container on it, as described; see {@link #connect(ContainerRef, String...)}.
   *
   * @throws IllegalArgumentException when the description is of another network, or says a hardware
   *     address, which engines do not take any more
   */
  void connect(ContainerRef container, NetworkAttachment attachment);

  /**
   * Takes a container off it, and cuts what connections it has there. A network that a container
   * was started on is the way to its published ports too. {@code POST /networks/ID/disconnect}.
   */
  void disconnect(ContainerRef container);

  /** Removes it, and returns when it is gone; lets go of it when it was adopted. */
  @Override
  void close();
}
