package dev.drydock.model.image;

import dev.drydock.model.DataSize;
import dev.drydock.model.ImageName;
import dev.drydock.model.Platform;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an engine knows of an image.
 *
 * @param id the engine's identifier, {@code sha256:…}
 * @param names the names with a tag that it has on the engine
 * @param digests the names with a digest under which a registry has it, as far as the engine knows
 * @param platform what it runs on; null when it does not say
 * @param created when it was made; null when it does not say
 * @param size the size of all its layers together, unpacked
 * @param config what a container of it gets when nothing else is said
 * @param layers its layers, the lowest first
 * @param history what made it, the oldest first
 */
public record ImageDetails(
    String id,
    List<ImageName> names,
    List<ImageName> digests,
    @Nullable Platform platform,
    @Nullable Instant created,
    DataSize size,
    ImageConfig config,
    List<ImageLayer> layers,
    List<HistoryEntry> history) {

  /** Copies the lists. */
  public ImageDetails {
    names = List.copyOf(names);
    digests = List.copyOf(digests);
    layers = List.copyOf(layers);
    history = List.copyOf(history);
  }
}
