package dev.drydock.internal.session;

import dev.drydock.engine.Engine;
import dev.drydock.engine.ImageFacts;
import dev.drydock.internal.plan.ImageLock;
import dev.drydock.internal.registry.TagDigest;
import dev.drydock.model.ImageException;
import dev.drydock.model.ImageName;
import dev.drydock.model.Platform;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** Brings a lock file up to date. Safe for any number of threads, and of JVMs. */
final class LockRecord {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Engine engine;
  private final Path file;
  private final ReentrantLock writing = new ReentrantLock();
  private final Set<String> known = ConcurrentHashMap.newKeySet();

  LockRecord(Engine engine, Path file) {
    this.engine = engine;
    this.file = file;
  }

  /**
   * Notes what a name stands for, once.
   *
   * @param image the name, after map and substitutor
   * @param had the name under which the engine has it
   */
  void note(ImageName image, ImageName had, Platform platform) {
    String key = image.canonical() + " " + platform;
    if (image.digest().isEmpty() && !known.contains(key)) {
      write(entry(image, had, platform));
      // Not before: what could not be written is tried again.
      known.add(key);
    }
  }

  /** What the name stands for on the engine now. */
  ImageLock.Entry entry(ImageName image, ImageName had, Platform platform) {
    ImageFacts facts = engine.images().inspect(had);
    String digest = registryDigest(facts, had);
    return new ImageLock.Entry(
        image.withoutDigest(), platform, digest == null, digest == null ? facts.id() : digest);
  }

  /**
   * The digest by which the registry of this name has the image; null when none has it. The
   * containerd store gives a digest to what was built here too, and only the registry knows better.
   */
  static @Nullable String registryDigest(ImageFacts facts, ImageName had) {
    String digest = digest(facts, had);
    boolean doubtful = facts.id().equals(digest);
    return doubtful && TagDigest.isAbsent(had.withoutTag().withDigest(facts.id())) ? null : digest;
  }

  /** The digest that the engine tells for this name; null when it tells none. */
  static @Nullable String digest(ImageFacts facts, ImageName had) {
    for (String each : facts.digests()) {
      ImageName name;
      try {
        name = ImageName.parse(each);
      } catch (IllegalArgumentException e) {
        continue;
      }
      if (name.canonical().withoutVersion().equals(had.canonical().withoutVersion())) {
        return name.digest().orElse(null);
      }
    }
    return null;
  }

  /**
   * Writes a line in place of the one for the same name and platform.
   *
   * @throws ImageException when the file cannot be written
   */
  void write(ImageLock.Entry entry) {
    writing.lock();
    try {
      String key = file.toAbsolutePath().normalize().toString();
      Turn turn = Turn.take(key, "write lock file " + file, PATIENCE);
      try {
        writeNow(entry);
      } finally {
        turn.close();
      }
    } catch (IOException | UncheckedIOException e) {
      throw new ImageException(
          ImageException.Reason.OTHER, "Lock file " + file + " could not be written: " + e, e);
    } finally {
      writing.unlock();
    }
  }

  /** In place of the old file a new one, which is another file: what is locked is none of them. */
  private void writeNow(ImageLock.Entry entry) throws IOException {
    String before = Files.exists(file) ? Files.readString(file) : "";
    ImageLock lock = before.isEmpty() ? ImageLock.none() : ImageLock.parse(file, before);
    String after = lock.with(entry).toString();
    if (!after.equals(before)) {
      WholeFile.write(
          file,
          "the lock file",
          out -> {
            try {
              out.write(after.getBytes(StandardCharsets.UTF_8));
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          });
    }
  }
}
