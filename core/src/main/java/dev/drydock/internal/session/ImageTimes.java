package dev.drydock.internal.session;

import dev.drydock.engine.Settings;
import dev.drydock.model.ImageName;
import dev.drydock.model.Platform;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * When something was last done with an image, which engines do not tell: an empty file for each,
 * whose time of change it is.
 */
final class ImageTimes {

  /** When it was pulled. */
  static final String PULLED = "pulled";

  /** When it was used. */
  static final String USED = "used";

  private final Path directory;
  private final String engine;

  /** In this directory, of this engine. */
  ImageTimes(Path directory, String engine) {
    this.directory = directory;
    this.engine = engine;
  }

  /**
   * In the directory that the settings name, else in the user's cache directory.
   *
   * @param done what was done: {@link #PULLED} or {@link #USED}
   */
  static ImageTimes of(
      Settings settings, Map<String, String> environment, String engine, String done) {
    Optional<String> named = settings.get("drydock.cache.dir");
    if (named.isPresent()) {
      return new ImageTimes(Path.of(named.get()).resolve(done), engine);
    }
    String cache = environment.getOrDefault("XDG_CACHE_HOME", "");
    Path root =
        cache.isBlank() ? Path.of(System.getProperty("user.home", ""), ".cache") : Path.of(cache);
    return new ImageTimes(root.resolve("drydock").resolve(done), engine);
  }

  /** Null when it is not known. */
  @Nullable Instant last(ImageName image, @Nullable Platform platform) {
    try {
      return Files.getLastModifiedTime(file(image, platform)).toInstant();
    } catch (IOException e) {
      return null;
    }
  }

  /** It has been done now. */
  void note(ImageName image, @Nullable Platform platform, Instant now) {
    Path file = file(image, platform);
    try {
      Files.createDirectories(directory);
      Files.write(file, new byte[0]);
      Files.setLastModifiedTime(file, FileTime.from(now));
    } catch (IOException e) {
      LoggerFactory.getLogger(ImageTimes.class)
          .debug("When {} was used could not be noted in {}.", image, file, e);
    }
  }

  /** The image is gone. */
  void forget(ImageName image) {
    try {
      Files.deleteIfExists(file(image, null));
    } catch (IOException e) {
      LoggerFactory.getLogger(ImageTimes.class).debug("A note on {} stays.", image, e);
    }
  }

  private Path file(ImageName image, @Nullable Platform platform) {
    String key = engine + "\n" + image.canonical() + "\n" + platform;
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
      return directory.resolve(HexFormat.of().formatHex(hash, 0, 16));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JVM has SHA-256", e);
    }
  }
}
