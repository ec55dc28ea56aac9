package dev.drydock.spec.image;

import dev.drydock.model.ImageName;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An image of one layer that is a root file system: a directory, or a tar archive, which may be
 * compressed.
 */
public final class RootFileSystem implements ImageSource {

  private final Path path;
  private final List<String> changes;

  private RootFileSystem(Path path, List<String> changes) {
    this.path = path;
    this.changes = List.copyOf(changes);
  }

  static RootFileSystem of(Path path) {
    Path absolute = path.toAbsolutePath().normalize();
    if (!Files.exists(absolute)) {
      throw new IllegalArgumentException("root file system does not exist: " + absolute);
    }
    return new RootFileSystem(absolute, List.of());
  }

  /**
   * With an instruction of a Dockerfile that changes the configuration (appends), for example
   * {@code CMD ["sh"]}, {@code ENV NAME=value} or {@code EXPOSE 80}.
   */
  public RootFileSystem with(String instruction) {
    List<String> more = new ArrayList<>(changes);
    more.add(instruction);
    return new RootFileSystem(path, more);
  }

  /** The directory or the archive. */
  public Path path() {
    return path;
  }

  /** What changes the configuration. */
  public List<String> changes() {
    return changes;
  }

  @Override
  public ImageName title() {
    return Titles.of(path);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof RootFileSystem that
        && path.equals(that.path)
        && changes.equals(that.changes);
  }

  @Override
  public int hashCode() {
    return Objects.hash(path, changes);
  }

  @Override
  public String toString() {
    return "image of the root file system " + path;
  }
}
