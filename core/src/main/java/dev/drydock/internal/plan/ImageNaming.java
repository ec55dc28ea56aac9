package dev.drydock.internal.plan;

import dev.drydock.engine.ImageSubstitutor;
import dev.drydock.engine.Settings;
import dev.drydock.model.ImageName;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * From the image that was named to the one that is used: the image map, then the substitutor; and
 * from where that one is pulled: the mirror.
 */
public final class ImageNaming {

  private final ImageMap map;
  private final @Nullable ImageSubstitutor substitutor;
  private final ImageMirror mirror;

  private ImageNaming(ImageMap map, @Nullable ImageSubstitutor substitutor, ImageMirror mirror) {
    this.map = map;
    this.substitutor = substitutor;
    this.mirror = mirror;
  }

  /** Every image as it was named. */
  public static ImageNaming none() {
    return of(ImageMap.none());
  }

  /** By this map alone. */
  public static ImageNaming of(ImageMap map) {
    return new ImageNaming(map, null, ImageMirror.none());
  }

  /**
   * As the settings say.
   *
   * @throws IllegalArgumentException when they are wrong
   */
  public static ImageNaming of(Settings settings) {
    Optional<String> map = settings.get("drydock.image.map");
    Optional<String> substitutor = settings.get("drydock.image.substitutor");
    Optional<String> mirror = settings.get("drydock.image.mirror");
    return new ImageNaming(
        map.isPresent() ? ImageMap.read(Path.of(map.get())) : ImageMap.none(),
        substitutor.isPresent() ? SubstitutorClass.load(substitutor.get()) : null,
        mirror.isPresent() ? ImageMirror.parse(mirror.get()) : ImageMirror.none());
  }

  /** The image to use for the one that was named. */
  public ImageName apply(ImageName named) {
    ImageName mapped = map.apply(named);
    return substitutor == null ? mapped : substitutor.substitute(mapped);
  }

  /** The name under which that image is pulled; the same object when it has no mirror. */
  public ImageName source(ImageName used) {
    return mirror.apply(used);
  }

  /** Which setting names another image than the test did. */
  public String because(ImageName named) {
    return map.apply(named).equals(named) ? "drydock.image.substitutor" : "drydock.image.map";
  }
}
