package dev.drydock.internal.session;

import dev.drydock.engine.ContainerFacts;
import dev.drydock.model.ContainerPort;
import dev.drydock.model.Endpoint;
import dev.drydock.spec.NetworkMode;

/** What the endpoint of a container with a network mode is. */
final class ModeEndpoint {

  private ModeEndpoint() {}

  static Endpoint of(LiveTarget target, NetworkMode mode, ContainerPort port) {
    if (mode == NetworkMode.Fixed.NONE) {
      throw new IllegalArgumentException(
          target.name()
              + " has no endpoint for port "
              + port
              + ": it has no network, as NetworkMode.none() says. Use exec to talk to it.");
    }
    ContainerFacts facts = target.facts();
    if (mode instanceof NetworkMode.OfContainer its && !facts.endpoints().containsKey(port)) {
      throw new IllegalArgumentException(
          target.name()
              + " has the network of container "
              + its.container().name()
              + ", which does not publish port "
              + port
              + "; it publishes "
              + (facts.endpoints().isEmpty()
                  ? "none"
                  : facts.endpoints().keySet().stream().sorted().toList())
              + ". Add withPort to the description of that one.");
    }
    return target.endpoint(port);
  }
}
