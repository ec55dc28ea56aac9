package dev.drydock.engine;

import dev.drydock.model.DataSize;
import dev.drydock.model.ImageName;
import java.util.List;

/**
 * An image in a list.
 *
 * @param id the engine's identifier
 * @param names its names
 * @param size the size of its layers, those that it shares with others too
 */
public record ImageSummary(String id, List<ImageName> names, DataSize size) {

  /** Copies the names. */
  public ImageSummary {
    names = List.copyOf(names);
  }
}
