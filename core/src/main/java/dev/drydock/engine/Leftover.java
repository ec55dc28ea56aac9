package dev.drydock.engine;

import java.util.Map;

/**
 * Something on the engine that carries Drydock's labels.
 *
 * @param kind what it is
 * @param id the engine's identifier; a volume's name
 * @param name its name
 * @param labels its labels
 */
public record Leftover(Kind kind, String id, String name, Map<String, String> labels) {

  /** What can be left. */
  public enum Kind {
    /** A container. */
    CONTAINER,
    /** A network. */
    NETWORK,
    /** A volume. */
    VOLUME
  }

  /** Copies the labels. */
  public Leftover {
    labels = Map.copyOf(labels);
  }
}
