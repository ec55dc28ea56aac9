package dev.drydock.engine;

import java.util.Map;

/**
 * What one inspection of a volume told.
 *
 * @param name its name
 * @param driver the driver that made it
 * @param labels its labels
 */
public record VolumeFacts(String name, String driver, Map<String, String> labels) {

  /** Copies the labels. */
  public VolumeFacts {
    labels = Map.copyOf(labels);
  }
}
