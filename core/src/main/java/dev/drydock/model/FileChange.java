package dev.drydock.model;

/**
 * A difference between a container's files and its image's.
 *
 * @param kind what happened
 * @param path the absolute path
 */
public record FileChange(Kind kind, String path) {

  /** What can happen. */
  public enum Kind {
    /** It, or something in it, was changed. */
    MODIFIED,
    /** It was made. */
    ADDED,
    /** It was removed. */
    DELETED
  }
}
