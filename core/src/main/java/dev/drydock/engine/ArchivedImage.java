package dev.drydock.engine;

import dev.drydock.model.ImageName;
import java.util.List;

/**
 * An image in an archive.
 *
 * @param config where its configuration is in the archive
 * @param names its names; none when it was saved by its identifier
 */
public record ArchivedImage(String config, List<ImageName> names) {

  /** Copies the names. */
  public ArchivedImage {
    names = List.copyOf(names);
  }
}
