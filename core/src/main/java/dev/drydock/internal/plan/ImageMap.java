package dev.drydock.internal.plan;

import dev.drydock.model.ImageName;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which image to use in place of which: a file of lines {@code name=other name}; blank lines and
 * those that begin with {@code #} are passed over.
 */
public final class ImageMap {

  private static final ImageMap NONE = new ImageMap(Map.of());

  private final Map<String, ImageName> names;

  private ImageMap(Map<String, ImageName> names) {
    this.names = Map.copyOf(names);
  }

  /** Every image as it was named. */
  public static ImageMap none() {
    return NONE;
  }

  /**
   * Reads the file.
   *
   * @throws IllegalArgumentException when it cannot be read, or a line is not two image names
   */
  public static ImageMap read(Path file) {
    List<String> lines;
    try {
      lines = Files.readAllLines(file, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "drydock.image.map must be a readable file, was " + file.toAbsolutePath(), e);
    }
    Map<String, ImageName> names = new HashMap<>();
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i).trim();
      if (line.isEmpty() || line.startsWith("#")) {
        continue;
      }
      int equals = line.indexOf('=');
      try {
        if (equals < 0) {
          throw new IllegalArgumentException("there is no '='");
        }
        names.put(
            ImageName.parse(line.substring(0, equals).trim()).toString(),
            ImageName.parse(line.substring(equals + 1).trim()));
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException(
            "drydock.image.map must hold lines of the form name=name, but line "
                + (i + 1)
                + " of "
                + file.toAbsolutePath()
                + " is wrong: "
                + e.getMessage(),
            e);
      }
    }
    return new ImageMap(names);
  }

  /** The image to use for the one that was named. */
  public ImageName apply(ImageName named) {
    ImageName other = names.get(named.toString());
    return other == null ? named : other;
  }
}
