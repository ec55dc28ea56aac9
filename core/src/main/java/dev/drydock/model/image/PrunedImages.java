package dev.drydock.model.image;

import dev.drydock.model.DataSize;
import java.util.List;

/**
 * What was removed of the images that Drydock had built.
 *
 * @param images their names; the identifier of one that had none
 * @param freed what they took, a shared layer counted once, without the layers that those which
 *     stay have too
 */
public record PrunedImages(List<String> images, DataSize freed) {

  /** Copies the list. */
  public PrunedImages {
    images = List.copyOf(images);
  }

  /** The images, one a line, for people. */
  @Override
  public String toString() {
    return images.isEmpty()
        ? "No image was removed."
        : "Removed, with "
            + freed.bytes() / DataSize.ofMebibytes(1).bytes()
            + " MiB:\n  "
            + String.join("\n  ", images);
  }
}
