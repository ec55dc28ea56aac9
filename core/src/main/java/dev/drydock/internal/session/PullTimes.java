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
 * When an image was pulled last, which engines do not tell: an empty file for each, whose time of
 * change it is.
 */
final class PullTimes {

  private final Path directory;
  private final String engine;

  /** In this directory, of this engine. */
  PullTimes(Path directory, String engine) {
    this.directory = directory;
    this.engine = engine;
  }

  /** In the directory that the settings name, else in the user's cache directory. */
  static PullTimes of(Settings settings, Map<String, String> environment, String engine) {
    Optional<String> named = settings.get("drydock.cache.dir");
    if (named.isPresent()) {
      return new PullTimes(Path.of(named.get()).resolve("pulled"), engine);
    }
    String cache = environment.getOrDefault("XDG_CACHE_HOME", "");
    Path root =
        cache.isBlank() ? Path.of(System.getProperty("user.home", ""), ".cache") : Path.of(cache);
    return new PullTimes(root.resolve("drydock").resolve("pulled"), engine);
  }

  /** Null when it is not known. */
  @Nullable Instant last(ImageName image, @Nullable Platform platform) {
    try {
      return Files.getLastModifiedTime(file(image, platform)).toInstant();
    } catch (IOException e) {
      return null;
    }
  }

  /** It has been pulled now. */
  void pulled(ImageName image, @Nullable Platform platform, Instant now) {
    Path file = file(image, platform);
    try {
      Files.createDirectories(directory);
      Files.write(file, new byte[0]);
      Files.setLastModifiedTime(file, FileTime.from(now));
    } catch (IOException e) {
      LoggerFactory.getLogger("dev.drydock.pull")
          .debug("That {} was pulled could not be noted in {}.", image, file, e);
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
