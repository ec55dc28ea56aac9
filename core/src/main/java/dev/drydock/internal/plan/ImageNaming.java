package dev.drydock.internal.plan;

import dev.drydock.engine.EngineDetails;
import dev.drydock.engine.ImageSubstitutor;
import dev.drydock.engine.Settings;
import dev.drydock.model.ImageName;
import dev.drydock.model.Platform;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * From the image that was named to the one that is used: the image map, then the substitutor, then
 * the lock; and from where that one is pulled: the mirror.
 */
public final class ImageNaming {

  private final ImageMap map;
  private final @Nullable ImageSubstitutor substitutor;
  private final @Nullable ImageLocking locking;
  private final @Nullable ImageMirror mirror;

  private ImageNaming(
      ImageMap map,
      @Nullable ImageSubstitutor substitutor,
      @Nullable ImageLocking locking,
      @Nullable ImageMirror mirror) {
    this.map = map;
    this.substitutor = substitutor;
    this.locking = locking;
    this.mirror = mirror;
  }

  /** Every image as it was named. */
  public static ImageNaming none() {
    return of(ImageMap.none());
  }

  /** By this map alone. */
  public static ImageNaming of(ImageMap map) {
    return new ImageNaming(map, null, null, null);
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
        settings.get("drydock.lock").isPresent() ? ImageLocking.of(settings) : null,
        mirror.isPresent() ? ImageMirror.parse(mirror.get()) : null);
  }

  /**
   * The image to use for the one that was named.
   *
   * @param wanted the platform that was named; null for the engine's own
   * @param engine asks the engine for its platform; only when there is a lock
   * @throws dev.drydock.model.ImageException when the lock refuses
   */
  public ImageName apply(
      ImageName named, @Nullable Platform wanted, Supplier<EngineDetails> engine) {
    ImageName used = unlocked(named);
    if (locking == null || !locking.binds()) {
      return used;
    }
    return locking.apply(used, platform(wanted, engine), clause(named, used));
  }

  /**
   * The same, for those who show the name or hand it to a builder.
   *
   * @throws dev.drydock.model.ImageException when the lock refuses
   */
  public ImageName applyByName(
      ImageName named, @Nullable Platform wanted, Supplier<EngineDetails> engine) {
    ImageName used = unlocked(named);
    if (locking == null || !locking.binds()) {
      return used;
    }
    return locking.applyByName(used, platform(wanted, engine), clause(named, used));
  }

  /** The lock is of what is used: a digest belongs to the name under which a registry has it. */
  private String clause(ImageName named, ImageName used) {
    return named.equals(used)
        ? ""
        : ", which " + because(named) + " names in place of " + named + ",";
  }

  /** The platform that was named, or the engine's own. */
  public static Platform platform(@Nullable Platform wanted, Supplier<EngineDetails> engine) {
    if (wanted != null) {
      return wanted;
    }
    EngineDetails details = engine.get();
    return new Platform(details.system(), Platform.architecture(details.architecture()), "");
  }

  /** The image that is used when there is no lock. */
  public ImageName unlocked(ImageName named) {
    ImageName mapped = map.apply(named);
    return substitutor == null ? mapped : substitutor.substitute(mapped);
  }

  /** The lock; null when there is none. */
  public @Nullable ImageLocking locking() {
    return locking;
  }

  /** The name under which that image is pulled; the same object when it has no mirror. */
  public ImageName source(ImageName used) {
    return mirror == null ? used : mirror.apply(used);
  }

  /** Which setting names another image than the test did. */
  public String because(ImageName named) {
    if (!map.apply(named).equals(named)) {
      return "drydock.image.map";
    }
    return unlocked(named).equals(named) ? "the lock file" : "drydock.image.substitutor";
  }
}
