package dev.drydock.engine;

import dev.drydock.model.ImageName;

/**
 * Says which image to use in place of which, by a rule that a list of names cannot express. Users
 * implement it, with a public constructor without parameters, and name the class in the setting
 * {@code drydock.image.substitutor}. It is asked after the image map, once per use of an image, by
 * any number of threads.
 */
@FunctionalInterface
public interface ImageSubstitutor {

  /** The image to use for this one; the same when it is to stay. */
  ImageName substitute(ImageName image);
}
