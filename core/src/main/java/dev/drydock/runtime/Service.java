package dev.drydock.runtime;

import dev.drydock.spec.ContainerSpec;

/**
 * A description of a particular service, such as PostgreSQL, which is a container description with
 * a handle of its own. Modules and users implement it.
 *
 * @param <H> the type of the live handle
 */
public interface Service<H> {

  /** The container that serves it. */
  ContainerSpec toSpec();

  /** The service's handle over the ready container. */
  H attach(Container container);
}
