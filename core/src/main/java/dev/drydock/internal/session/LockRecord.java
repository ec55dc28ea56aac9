package dev.drydock.internal.session;

import dev.drydock.engine.Engine;
import dev.drydock.engine.ImageFacts;
import dev.drydock.internal.plan.ImageLock;
import dev.drydock.internal.wait.Signal;
import dev.drydock.model.ImageException;
import dev.drydock.model.ImageName;
import dev.drydock.model.InterruptedWaitException;
import dev.drydock.model.Platform;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** Brings a lock file up to date. Safe for any number of threads, and of JVMs. */
final class LockRecord {

  private static final long PATIENCE = TimeUnit.SECONDS.toNanos(30);
  private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(5);

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
    String digest = digest(facts, had);
    return new ImageLock.Entry(
        image.withoutDigest(), platform, digest == null, digest == null ? facts.id() : digest);
  }

  /** The digest by which the registry of this name has the image; null when none has it. */
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
    try (FileChannel channel =
            FileChannel.open(gate(), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock held = held(channel)) {
      String before = Files.exists(file) ? Files.readString(file) : "";
      ImageLock lock = before.isEmpty() ? ImageLock.none() : ImageLock.parse(file, before);
      String after = lock.with(entry).toString();
      if (held.isValid() && !after.equals(before)) {
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
    } catch (IOException | UncheckedIOException e) {
      throw new ImageException(
          ImageException.Reason.OTHER, "Lock file " + file + " could not be written: " + e, e);
    } finally {
      writing.unlock();
    }
  }

  /**
   * What writers of the file lock: the file itself is another one after each write. It is for all
   * of a user's JVMs, and stays, since whoever removed it would let two in.
   */
  private Path gate() {
    String key = System.getProperty("user.name") + " " + file.toAbsolutePath().normalize();
    UUID name = UUID.nameUUIDFromBytes(key.getBytes(StandardCharsets.UTF_8));
    return Path.of(System.getProperty("java.io.tmpdir"), "drydock-lock-" + name);
  }

  /** A lock holds off other JVMs; within one, a second taker is refused, and comes again. */
  private FileLock held(FileChannel channel) throws IOException {
    long start = System.nanoTime();
    while (true) {
      try {
        return channel.lock();
      } catch (OverlappingFileLockException e) {
        if (System.nanoTime() - start > PATIENCE) {
          throw new IOException("another session of this JVM has been writing it for 30 s", e);
        }
      }
      try {
        new Signal().await(PAUSE);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new InterruptedWaitException(
            "Interrupted while waiting to write lock file " + file + ".", e);
      }
    }
  }
}
