package dev.drydock.internal.session;

import dev.drydock.engine.Engine;
import dev.drydock.engine.Settings;
import dev.drydock.internal.registry.Credentials;
import dev.drydock.model.ClosedException;
import dev.drydock.model.ImageException;
import dev.drydock.model.ImageName;
import dev.drydock.model.InterruptedWaitException;
import dev.drydock.model.Platform;
import dev.drydock.model.RegistryCredentials;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Pulls images, each once for all who wait for it at the same time. */
final class ImagePulls {

  private final Engine engine;
  private final ExecutorService threads;
  private final Credentials credentials = Credentials.ofUser();
  private final Settings settings;
  private final AtomicReference<@Nullable Progress> progress = new AtomicReference<>();
  private final Map<Wanted, CompletableFuture<Void>> running = new ConcurrentHashMap<>();
  private final Map<Wanted, Long> ended = new ConcurrentHashMap<>();

  /** An image by name, for a platform or for the engine's own. */
  private record Wanted(ImageName image, @Nullable Platform platform) {}

  ImagePulls(Engine engine, ExecutorService threads, Settings settings) {
    this.engine = engine;
    this.threads = threads;
    this.settings = settings;
  }

  /**
   * Pulls the image, unless a pull of it has ended after {@code since}: the engine has it by now.
   *
   * @param since a {@link System#nanoTime()} at which the engine did not have it
   */
  void pullMissing(ImageName image, @Nullable Platform platform, long since) {
    Long last = ended.get(new Wanted(image.canonical(), platform));
    if (last == null || last - since < 0) {
      pull(image, platform);
    }
  }

  void pull(ImageName image, @Nullable Platform platform) {
    requireAllowed(image);
    Wanted wanted = new Wanted(image.canonical(), platform);
    CompletableFuture<Void> mine = new CompletableFuture<>();
    CompletableFuture<Void> pull = running.putIfAbsent(wanted, mine);
    if (pull == null) {
      pull = mine;
      try {
        threads.execute(() -> run(wanted, image, mine));
      } catch (RejectedExecutionException e) {
        running.remove(wanted, mine);
        throw new ClosedException("Cannot pull " + image + ": Drydock is closed.", e);
      }
    }
    try {
      pull.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedWaitException("Interrupted while pulling " + image + ".", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException runtime) {
        throw runtime;
      }
      throw new IllegalStateException(e.getCause());
    }
  }

  /** Build, release and run are apart: what was not made before the tests is not made in them. */
  private void requireAllowed(ImageName image) {
    if (image.digest().isEmpty() && !BuildPermission.isGiven(settings)) {
      throw new ImageException(
          ImageException.Reason.FORBIDDEN,
          "  Refused:    drydock.build=never: image "
              + image
              + " is not pulled by its name"
              + "\n  Hint:       pull and lock it before the tests: `drydock prepare "
              + image
              + "`",
          null);
    }
    if (settings.get("drydock.lock").orElse("").equals("offline")) {
      throw new ImageException(
          ImageException.Reason.FORBIDDEN,
          "  Refused:    drydock.lock=offline: image "
              + image
              + " is not pulled"
              + "\n  Hint:       pull it while there is a network: `drydock prepare`",
          null);
    }
  }

  private void run(Wanted wanted, ImageName image, CompletableFuture<Void> done) {
    try (Progress.Transfer transfer = progress().begin("Pulling", "Pulled", image.toString())) {
      RegistryCredentials login = credentials.at(image.registry().orElse(null)).orElse(null);
      new ImageAttempts("Pull", image)
          .run(
              () -> {
                engine.images().pull(image, wanted.platform(), login, transfer);
                return image;
              });
      transfer.arrived();
      ended.put(wanted, System.nanoTime());
      running.remove(wanted);
      done.complete(null);
    } catch (Throwable e) {
      running.remove(wanted);
      done.completeExceptionally(e);
    }
  }

  /** Tells by this what is pulled and pushed, rather than as the settings say. */
  void report(Progress told) {
    progress.set(told);
  }

  /** Made when the first image is pulled; all share it. */
  Progress progress() {
    Progress known = progress.get();
    if (known == null) {
      progress.compareAndSet(null, Terminal.progress(settings));
      known = Objects.requireNonNull(progress.get());
    }
    return known;
  }
}
