package dev.drydock.ready;

import dev.drydock.model.ContainerPort;
import java.util.Set;

/** A user's own condition. */
record CustomReadiness(String description, Set<ContainerPort> ports, Look look)
    implements Readiness {

  CustomReadiness {
    if (description.isBlank()) {
      throw new IllegalArgumentException("readiness description must not be blank");
    }
  }

  @Override
  public String describe() {
    return description;
  }

  @Override
  public Look begin(Target target) {
    return look;
  }
}
