package dev.drydock.engine;

import dev.drydock.model.ContainerPort;
import java.util.List;

/**
 * What one inspection of an image told.
 *
 * @param id the engine's identifier, {@code sha256:…}
 * @param exposedPorts the ports it names by {@code EXPOSE}
 */
public record ImageFacts(String id, List<ContainerPort> exposedPorts) {

  /** Copies the ports. */
  public ImageFacts {
    exposedPorts = List.copyOf(exposedPorts);
  }
}
