package dev.drydock.internal.session;

import dev.drydock.spec.ContainerSpec;
import java.util.Collection;

/** Says whether containers may be made that nobody waits for yet. */
@FunctionalInterface
interface Room {

  /**
   * Whether there is room for these containers.
   *
   * @param others what is being prepared already, and may not have grown yet
   */
  boolean isThereFor(Collection<ContainerSpec> containers, Collection<ContainerSpec> others);
}
