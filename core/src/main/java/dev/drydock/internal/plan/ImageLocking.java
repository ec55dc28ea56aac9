package dev.drydock.internal.plan;

import dev.drydock.engine.Settings;
import dev.drydock.model.ImageException;
import dev.drydock.model.ImageName;
import dev.drydock.model.Platform;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What the settings make of a lock file: {@code drydock.lock} and {@code drydock.lock.file}. */
public final class ImageLocking {

  /** What is done with the file. */
  public enum Mode {
    /** Every image is the one that the file names; what it does not name is refused. */
    LOCKED,
    /** As {@link #LOCKED}, and nothing is pulled. */
    OFFLINE,
    /** Images are used as though there were no lock, and the file is brought up to date. */
    UPDATE
  }

  /** A name that is made of the hash of what the image was built of says which image it is. */
  private static final Pattern BUILT = Pattern.compile("drydock/[^:@]+:[0-9a-f]{32}");

  private final Mode mode;
  private final Path file;
  private final ImageLock lock;
  private final Set<String> made = ConcurrentHashMap.newKeySet();

  private ImageLocking(Mode mode, Path file, ImageLock lock) {
    this.mode = mode;
    this.file = file;
    this.lock = lock;
  }

  /**
   * As the settings say; null when nothing is locked.
   *
   * @throws IllegalArgumentException when they, or the file, are wrong
   */
  static @Nullable ImageLocking of(Settings settings) {
    String wanted = settings.get("drydock.lock").orElse("off");
    if (wanted.equals("off")) {
      return null;
    }
    Mode mode =
        switch (wanted) {
          case "locked" -> Mode.LOCKED;
          case "offline" -> Mode.OFFLINE;
          case "update" -> Mode.UPDATE;
          default ->
              throw new IllegalArgumentException(
                  "drydock.lock must be locked, offline, update or off, was " + wanted);
        };
    Path file = file(settings);
    return new ImageLocking(
        mode, file, mode == Mode.UPDATE ? ImageLock.none() : ImageLock.read(file));
  }

  /** The file that the settings name. */
  public static Path file(Settings settings) {
    return Path.of(settings.get("drydock.lock.file").orElse("drydock.lock")).toAbsolutePath();
  }

  /** The file. */
  public Path file() {
    return file;
  }

  /** Whether images are those that the file names. */
  public boolean binds() {
    return mode != Mode.UPDATE;
  }

  /**
   * The image that the file names for this one.
   *
   * @throws ImageException when it names none, or the name has another digest of its own
   */
  ImageName apply(ImageName image, Platform platform) {
    return apply(image, platform, "");
  }

  /**
   * The same.
   *
   * @param because why it is this image, when another was named: a clause for messages
   */
  ImageName apply(ImageName image, Platform platform, String because) {
    ImageLock.Entry entry = lock.find(image, platform);
    String named = image.digest().orElse(null);
    if (entry == null) {
      if (named != null || isMade(image)) {
        return image;
      }
      throw absent(image, platform, because);
    }
    if (named != null && !named.equals(entry.digest())) {
      throw refusal(
          "Image "
              + image
              + " is locked to another digest in "
              + file
              + ".\n  Named:      "
              + named
              + "\n  Locked:     "
              + entry.value()
              + "\n  Hint:       leave the digest out of the name, or lock it anew: `drydock prepare"
              + " --update "
              + entry.name()
              + "`");
    }
    return entry.local()
        ? ImageName.parse(entry.digest())
        : image.withoutTag().withDigest(entry.digest());
  }

  /**
   * As {@link #apply}, but an image that was built here keeps its name: for those who show the name
   * or hand it to a builder, which does not know such an image by its identifier.
   */
  ImageName applyByName(ImageName image, Platform platform, String because) {
    ImageName locked = apply(image, platform, because);
    ImageLock.Entry entry = lock.find(image, platform);
    return entry != null && entry.local() ? image : locked;
  }

  private ImageException absent(ImageName image, Platform platform, String because) {
    List<Platform> others = lock.platforms(image);
    String prepare = "`drydock prepare " + image + "`";
    return refusal(
        others.isEmpty()
            ? "Image "
                + image
                + because
                + " is not in lock file "
                + file
                + ", which is older than the wish for it.\n  Hint:       lock it with "
                + prepare
                + ", or run the tests once with drydock.lock=update"
            : "Image "
                + image
                + because
                + " is locked for "
                + String.join(", ", others.stream().map(Platform::toString).toList())
                + " in "
                + file
                + ", and is wanted for "
                + platform
                + ".\n  Hint:       lock it for this platform too, on an engine that has it: "
                + prepare);
  }

  /** Whether Drydock has made this name, for an image of a session or for the inputs of a build. */
  public boolean isMade(ImageName image) {
    return made.contains(image.toString()) || BUILT.matcher(image.toString()).matches();
  }

  /** The line of the file by which an image was chosen; null when it was not by one. */
  public ImageLock.@Nullable Entry chosen(ImageName image) {
    for (ImageLock.Entry each : lock.entries()) {
      boolean same =
          each.local()
              ? each.digest().equals(image.toString())
                  || each.name().canonical().equals(image.canonical())
              : each.digest().equals(image.digest().orElse(""))
                  && each.name()
                      .canonical()
                      .withoutVersion()
                      .equals(image.canonical().withoutVersion());
      if (same) {
        return each;
      }
    }
    return null;
  }

  /** A session has made this name: no lock can know it. */
  public void made(ImageName image) {
    made.add(image.toString());
  }

  private static ImageException refusal(String message) {
    return new ImageException(ImageException.Reason.FORBIDDEN, message, null);
  }
}
