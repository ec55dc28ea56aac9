package dev.drydock.spec.image;

import dev.drydock.model.ImageName;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** An image in an archive, as {@code docker save} and {@code Image.save} write them. */
public final class ImageArchive implements ImageSource {

  private final Path file;
  private final @Nullable ImageName image;

  private ImageArchive(Path file, @Nullable ImageName image) {
    this.file = file;
    this.image = image;
  }

  static ImageArchive of(Path file) {
    Path absolute = file.toAbsolutePath().normalize();
    if (!Files.isRegularFile(absolute)) {
      throw new IllegalArgumentException(
          "archive must be a file, was "
              + absolute
              + (Files.exists(absolute) ? "" : ", which does not exist"));
    }
    return new ImageArchive(absolute, null);
  }

  /** The image of this name (replaces), when the archive has more than one. */
  public ImageArchive withImage(String name) {
    return new ImageArchive(file, ImageName.parse(name));
  }

  /** The archive. */
  public Path file() {
    return file;
  }

  /** Which image of the archive; null when it has but one. */
  public @Nullable ImageName image() {
    return image;
  }

  @Override
  public ImageName title() {
    return Titles.of(file);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ImageArchive that
        && file.equals(that.file)
        && Objects.equals(image, that.image);
  }

  @Override
  public int hashCode() {
    return Objects.hash(file, image);
  }

  @Override
  public String toString() {
    return (image == null ? "image" : "image " + image) + " in " + file;
  }
}
