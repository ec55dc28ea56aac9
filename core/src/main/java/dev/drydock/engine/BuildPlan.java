package dev.drydock.engine;

import dev.drydock.model.ImageName;
import dev.drydock.spec.image.ImageSpec;
import java.util.List;
import java.util.Map;

/**
 * An image to build.
 *
 * @param name its name on the engine
 * @param labels all labels, Drydock's among them
 * @param context all that the builder gets, the Dockerfile among it
 * @param dockerfile the Dockerfile's path in the context
 * @param stage the stage that becomes the image, by its name or as {@code stage-1}; empty when the
 *     Dockerfile has but one
 * @param client what wants a client that stays connected while it is built, for messages, such as
 *     {@code RUN in line 3 mounts a secret}; empty when nothing does
 * @param spec everything else, as the user described it
 * @param sent runs when all of the context has been read, and before the builder knows that it has
 *     all; what it throws ends the build
 */
public record BuildPlan(
    ImageName name,
    Map<String, String> labels,
    List<ContextEntry> context,
    String dockerfile,
    String stage,
    String client,
    ImageSpec spec,
    Runnable sent) {

  /** Copies the list and the labels. */
  public BuildPlan {
    labels = Map.copyOf(labels);
    context = List.copyOf(context);
  }
}
