package dev.drydock.internal.docker;

import dev.drydock.engine.ContainerFacts;
import dev.drydock.engine.EngineAddress;
import dev.drydock.model.ContainerPort;
import dev.drydock.model.Endpoint;

/** Where a port that the engine has published on its host is reached from this machine. */
interface HostPorts extends AutoCloseable {

  /** The way of ports that are simply there. */
  int DIRECT = 0;

  /** That of ports for each connection to which a new one to the engine's host is made. */
  int EACH_BY_ITSELF = -1;

  /** That of ports whose connection to the engine's host is being made. */
  int IN_THE_MAKING = -2;

  /**
   * Where it is reached.
   *
   * @param port the port in the container
   * @param bound the IPv4 address of the engine's host that it is bound to; empty or {@code
   *     0.0.0.0} for all
   * @param four the port on the host over IPv4; 0 when there is none
   * @param six the same over IPv6
   */
  Endpoint endpoint(ContainerPort port, String bound, int four, int six);

  /** Tells the connection that carries them from another before it, or is one of those above. */
  default int way() {
    return DIRECT;
  }

  /** Whether what {@link #endpoint} has said will be said again. */
  default boolean isDecided() {
    return true;
  }

  /** These are a container's, whose ports were asked for; until {@link #forget}. */
  default void keep(ContainerFacts container) {}

  /** A container is about to be removed, so that nothing need carry its ports any more. */
  default void forget(String idOrName) {}

  /** Lets go of what carries them. */
  @Override
  default void close() {}

  /** The ports of an engine whose host is this machine or can be reached as it is named. */
  static HostPorts direct(EngineAddress engine) {
    return ChannelDialer.isRemote(engine) ? new RemotePorts(engine) : new LocalPorts();
  }
}
