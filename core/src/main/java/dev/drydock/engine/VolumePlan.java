package dev.drydock.engine;

import dev.drydock.spec.VolumeSpec;
import java.util.Map;

/**
 * A volume to create.
 *
 * @param name the name on the engine
 * @param labels all labels, Drydock's among them
 * @param spec everything else, as the user described it
 */
public record VolumePlan(String name, Map<String, String> labels, VolumeSpec spec) {

  /** Copies the labels. */
  public VolumePlan {
    labels = Map.copyOf(labels);
  }
}
