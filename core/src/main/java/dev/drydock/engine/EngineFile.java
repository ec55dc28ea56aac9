package dev.drydock.engine;

import java.io.InputStream;

/**
 * One entry of what is copied out of a container.
 *
 * @param path the last name of what was asked for, and below it, with {@code /}, what is in it:
 *     first {@code conf}, then {@code conf/app.yml}; it begins with {@code .} for the root of all
 * @param kind file, directory or symbolic link
 * @param linkTarget where a link points, else empty
 * @param size in bytes
 * @param mode the permissions
 * @param content the bytes of a file, valid until the next entry is asked for
 */
public record EngineFile(
    String path, Kind kind, String linkTarget, long size, int mode, InputStream content) {

  /** What an entry can be. */
  public enum Kind {
    /** A regular file. */
    FILE,
    /** A directory. */
    DIRECTORY,
    /** A symbolic link. */
    LINK
  }

  /** Takes the entries one after another. */
  @FunctionalInterface
  public interface Visitor {

    /**
     * Takes one entry.
     *
     * @throws java.io.IOException when it cannot be kept
     */
    void visit(EngineFile file) throws java.io.IOException;
  }
}
