package dev.drydock.engine;

import dev.drydock.spec.FileContent;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * One file, directory or link of a build's context.
 *
 * @param path where it is in the context, for example {@code src/main.c}
 * @param kind what it is
 * @param mode its permissions
 * @param size how many bytes it holds; -1 when that is not known before it is read
 * @param seconds when it was changed, in seconds since 1970
 * @param link what a link points to; else empty
 * @param file where its content is on this machine; null when it has none, or it is elsewhere
 * @param content its content when it is not a file of this machine; else null
 */
public record ContextEntry(
    String path,
    Kind kind,
    int mode,
    long size,
    long seconds,
    String link,
    @Nullable Path file,
    @Nullable FileContent content) {

  /** What can be in a context. */
  public enum Kind {
    /** A file. */
    FILE,
    /** A directory. */
    DIRECTORY,
    /** A symbolic link, which is not followed. */
    LINK
  }
}
