package dev.drydock.internal.session;

import dev.drydock.engine.Engine;
import dev.drydock.engine.ImageFacts;
import dev.drydock.internal.plan.ImageLock;
import dev.drydock.model.ImageException;
import dev.drydock.model.ImageName;
import dev.drydock.model.Platform;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** Brings a lock file up to date. Safe for any number of threads, and of JVMs. */
final class LockRecord {

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
    if (image.digest().isEmpty() && known.add(image.canonical() + " " + platform)) {
      write(entry(image, had, platform));
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
            FileChannel.open(
                file,
                StandardOpenOption.CREATE,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE);
        FileLock held = channel.lock()) {
      ByteBuffer bytes = ByteBuffer.allocate((int) channel.size());
      while (bytes.hasRemaining() && channel.read(bytes) >= 0) {}
      String before = new String(bytes.array(), StandardCharsets.UTF_8);
      ImageLock lock = before.isEmpty() ? ImageLock.none() : ImageLock.parse(file, before);
      String after = lock.with(entry).toString();
      if (held.isValid() && !after.equals(before)) {
        ByteBuffer text = ByteBuffer.wrap(after.getBytes(StandardCharsets.UTF_8));
        channel.truncate(0).position(0);
        while (text.hasRemaining()) {
          channel.write(text);
        }
      }
    } catch (IOException | UncheckedIOException e) {
      throw new ImageException(
          ImageException.Reason.OTHER, "Lock file " + file + " could not be written: " + e, e);
    } finally {
      writing.unlock();
    }
  }
}
