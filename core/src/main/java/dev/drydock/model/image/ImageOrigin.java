package dev.drydock.model.image;

import dev.drydock.model.ImageName;

/**
 * What an image is made of, where a name alone does not do. The descriptions in {@code
 * dev.drydock.spec.image} are such; nothing else is.
 */
public interface ImageOrigin {

  /**
   * A name for people, which no image has: the image that is made gets a tag of its own under it.
   */
  ImageName title();
}
