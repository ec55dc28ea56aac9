package dev.drydock.engine;

import dev.drydock.spec.NetworkSpec;
import java.util.Map;

/**
 * A network to create.
 *
 * @param name the name on the engine
 * @param labels all labels, Drydock's among them
 * @param spec everything else, as the user described it
 */
public record NetworkPlan(String name, Map<String, String> labels, NetworkSpec spec) {

  /** Copies the labels. */
  public NetworkPlan {
    labels = Map.copyOf(labels);
  }
}
