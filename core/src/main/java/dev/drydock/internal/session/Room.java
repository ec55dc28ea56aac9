package dev.drydock.internal.session;

import dev.drydock.spec.ContainerSpec;
import java.util.Collection;

/** Says whether containers may be made that nobody waits for yet. */
@FunctionalInterface
interface Room {

  /**
   * Whether there is room for these containers.
   *
   * @param others how many places have been prepared, whose containers may not have grown yet
   */
  boolean isThereFor(Collection<ContainerSpec> containers, int others);
}
