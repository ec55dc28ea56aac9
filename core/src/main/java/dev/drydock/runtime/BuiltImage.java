package dev.drydock.runtime;

import dev.drydock.model.image.BuildStep;
import java.util.List;

/** An image that was built, or was found as the same inputs had built it before. */
public interface BuiltImage extends Image {

  /** Whether the builder was asked; not when the image was there for the same inputs. */
  boolean wasBuilt();

  /**
   * The steps of the build in order, each with its layer, time, and whether the builder had it
   * already. Docker's BuildKit tells of those that run or copy; other builders of all. An image
   * that was not built now tells the history it has, all of it as had already.
   */
  List<BuildStep> steps();
}
