package dev.drydock.engine;

import dev.drydock.model.ContainerPort;
import dev.drydock.model.ContainerState;
import dev.drydock.model.Endpoint;
import dev.drydock.spec.Healthcheck;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one inspection of a container told.
 *
 * @param id the engine's identifier
 * @param name the name on the engine
 * @param tty whether its main process has a terminal
 * @param state where it is in its life
 * @param ranFor how long it ran, or has been running; zero when it never started
 * @param endpoints where each published port is reached from this machine
 * @param exposedPorts every port named by the image or the description, published or not
 * @param addresses its address in each network it is on, by network name
 * @param healthcheck the image's or the description's healthcheck; null when it has none
 * @param volumes the names of the volumes mounted in it, by their paths there
 */
public record ContainerFacts(
    String id,
    String name,
    boolean tty,
    ContainerState state,
    Duration ranFor,
    Map<ContainerPort, Endpoint> endpoints,
    List<ContainerPort> exposedPorts,
    Map<String, String> addresses,
    @Nullable Healthcheck healthcheck,
    Map<String, String> volumes) {

  /** Copies the collections. */
  public ContainerFacts {
    endpoints = Map.copyOf(endpoints);
    exposedPorts = List.copyOf(exposedPorts);
    addresses = Map.copyOf(addresses);
    volumes = Map.copyOf(volumes);
  }

  /** The same, with the endpoints and addresses of another container, whose network it has. */
  public ContainerFacts inNetworkOf(ContainerFacts other) {
    return new ContainerFacts(
        id,
        name,
        tty,
        state,
        ranFor,
        other.endpoints,
        exposedPorts,
        other.addresses,
        healthcheck,
        volumes);
  }
}
