package dev.drydock.spec.image;

import dev.drydock.model.image.ImageOrigin;
import java.nio.file.Path;

/** What an image is made of when it is not pulled by its name. */
public sealed interface ImageSource extends ImageOrigin
    permits ImageSpec, ImageArchive, RootFileSystem {

  /**
   * An image in an archive, as {@code docker save} writes it.
   *
   * @throws IllegalArgumentException when there is no such file
   */
  static ImageArchive archive(Path file) {
    return ImageArchive.of(file);
  }

  /**
   * An image of a root file system, which is a directory or a tar archive.
   *
   * @throws IllegalArgumentException when there is no such file or directory
   */
  static RootFileSystem rootFileSystem(Path path) {
    return RootFileSystem.of(path);
  }
}
