package dev.drydock.engine;

import java.net.InetAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How containers of an engine come to this machine.
 *
 * @param name the address that they use, or {@code host-gateway}, for which the engine puts one
 * @param arrival the address of this machine at which they arrive; null when the engine leads them
 *     to what listens at this machine's loopback by itself
 * @param guests the addresses from which they arrive; empty for any that lies on a bridge of this
 *     machine
 */
public record HostRoute(String name, @Nullable InetAddress arrival, List<InetAddress> guests) {

  /** Copies the guests. */
  public HostRoute {
    guests = List.copyOf(guests);
  }
}
