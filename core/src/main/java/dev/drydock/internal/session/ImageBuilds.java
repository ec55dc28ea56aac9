package dev.drydock.internal.session;

import dev.drydock.internal.build.FileHashes;
import dev.drydock.model.ImageName;
import dev.drydock.model.InterruptedWaitException;
import dev.drydock.runtime.BuiltImage;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Builds images, each once for all who want the same at the same time. */
final class ImageBuilds {

  private final FileHashes hashes = new FileHashes();
  private final Map<ImageName, CompletableFuture<Void>> running = new ConcurrentHashMap<>();

  /** What the files of all contexts hold. */
  FileHashes hashes() {
    return hashes;
  }

  /**
   * Builds, or waits until another thread has built the same and looks for it.
   *
   * @param found looks for it; null when it is not there
   */
  BuiltImage once(
      ImageName name, Supplier<BuiltImage> build, Supplier<@Nullable BuiltImage> found) {
    while (true) {
      CompletableFuture<Void> mine = new CompletableFuture<>();
      CompletableFuture<Void> other = running.putIfAbsent(name, mine);
      if (other == null) {
        try {
          return build.get();
        } finally {
          running.remove(name);
          mine.complete(null);
        }
      }
      await(name, other);
      BuiltImage image = found.get();
      if (image != null) {
        return image;
      }
      // It failed there, perhaps for an interrupt: here the same failure shall be told, or none.
    }
  }

  private static void await(ImageName name, CompletableFuture<Void> build) {
    try {
      build.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedWaitException("Interrupted while another thread built " + name + ".", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    }
  }
}
