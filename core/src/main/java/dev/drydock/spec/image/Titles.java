package dev.drydock.spec.image;

import dev.drydock.model.ImageName;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Names for people, made of the names of files. */
final class Titles {

  private static final int LONGEST = 60;

  private Titles() {}

  static ImageName of(@Nullable Path path) {
    Path name = path == null ? null : path.getFileName();
    String plain =
        (name == null ? "" : name.toString())
            .toLowerCase(Locale.ROOT)
            .replaceAll("[^a-z0-9]+", "-")
            .replaceAll("^-+", "");
    String part = plain.substring(0, Math.min(plain.length(), LONGEST)).replaceAll("-+$", "");
    return ImageName.parse("drydock/" + (part.isEmpty() ? "image" : part));
  }
}
