package dev.drydock.ready;

import dev.drydock.model.ContainerPort;
import java.util.Set;

/** The process in the container accepts at a TCP port. */
record PortReadiness(ContainerPort port) implements Readiness {

  @Override
  public String describe() {
    return "port " + port + " accepts connections";
  }

  @Override
  public Set<ContainerPort> ports() {
    return Set.of(port);
  }

  @Override
  public Look begin(Target target) {
    return each -> each.accepts(port);
  }
}
