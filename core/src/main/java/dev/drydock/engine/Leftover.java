package dev.drydock.engine;

import java.util.Map;

/**
 * Something on the engine that carries Drydock's labels.
 *
 * @param kind what it is
 * @param id the engine's identifier; a volume's name; an image's name, if it has one
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
    VOLUME,
    /** An image, under one of its names. */
    IMAGE
  }

  /** Copies the labels. */
  public Leftover {
    labels = Map.copyOf(labels);
  }
}
