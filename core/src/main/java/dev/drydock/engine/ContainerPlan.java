package dev.drydock.engine;

import dev.drydock.model.ImageName;
import dev.drydock.spec.ContainerSpec;
import java.util.Map;

/**
 * A container to create: the description, and what planning has settled.
 *
 * @param name the name on the engine
 * @param image the image to use, which need not have the name that the description has
 * @param labels all labels, Drydock's among them
 * @param spec everything else, as the user described it
 */
public record ContainerPlan(
    String name, ImageName image, Map<String, String> labels, ContainerSpec spec) {

  /** Copies the labels. */
  public ContainerPlan {
    labels = Map.copyOf(labels);
  }

  /** The same of another image. */
  public ContainerPlan withImage(ImageName other) {
    return other.equals(image) ? this : new ContainerPlan(name, other, labels, spec);
  }
}
