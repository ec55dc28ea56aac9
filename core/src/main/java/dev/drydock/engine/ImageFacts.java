package dev.drydock.engine;

import dev.drydock.model.ContainerPort;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one inspection of an image told.
 *
 * @param id the engine's identifier, {@code sha256:…}
 * @param exposedPorts the ports it names by {@code EXPOSE}
 * @param digests under which registries have it, each as {@code repository@sha256:…}; empty for an
 *     image that was built here and never pushed
 * @param created when it was built; null when that is not known
 * @param tagged when it was given a name on this engine; null when that is not known
 */
public record ImageFacts(
    String id,
    List<ContainerPort> exposedPorts,
    List<String> digests,
    @Nullable Instant created,
    @Nullable Instant tagged) {

  /** Copies the lists. */
  public ImageFacts {
    exposedPorts = List.copyOf(exposedPorts);
    digests = List.copyOf(digests);
  }
}
