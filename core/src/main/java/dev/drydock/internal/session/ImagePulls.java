package dev.drydock.internal.session;

import dev.drydock.engine.Engine;
import dev.drydock.internal.registry.Credentials;
import dev.drydock.model.ClosedException;
import dev.drydock.model.ImageName;
import dev.drydock.model.InterruptedWaitException;
import dev.drydock.model.RegistryCredentials;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Pulls images, each once for all who wait for it at the same time. */
final class ImagePulls {

  private final Engine engine;
  private final ExecutorService threads;
  private final Credentials credentials = Credentials.ofUser();
  private final Map<ImageName, CompletableFuture<Void>> running = new ConcurrentHashMap<>();
  private final Map<ImageName, Long> ended = new ConcurrentHashMap<>();

  ImagePulls(Engine engine, ExecutorService threads) {
    this.engine = engine;
    this.threads = threads;
  }

  /**
   * Pulls the image, unless a pull of it has ended after {@code since}: the engine has it by now.
   *
   * @param since a {@link System#nanoTime()} at which the engine did not have it
   */
  void pullMissing(ImageName image, long since) {
    Long last = ended.get(image);
    if (last == null || last - since < 0) {
      pull(image);
    }
  }

  void pull(ImageName image) {
    CompletableFuture<Void> mine = new CompletableFuture<>();
    CompletableFuture<Void> pull = running.putIfAbsent(image, mine);
    if (pull == null) {
      pull = mine;
      try {
        threads.execute(() -> run(image, mine));
      } catch (RejectedExecutionException e) {
        running.remove(image, mine);
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

  private void run(ImageName image, CompletableFuture<Void> done) {
    try {
      log().info("Pulling {}", image);
      RegistryCredentials login = credentials.at(image.registry().orElse(null)).orElse(null);
      engine.images().pull(image, login, line -> log().info("Pulling {}: {}", image, line));
      log().info("Pulled {}", image);
      ended.put(image, System.nanoTime());
      running.remove(image);
      done.complete(null);
    } catch (Throwable e) {
      running.remove(image);
      done.completeExceptionally(e);
    }
  }

  /** Looked up when there is something to say: finding the logging back end costs a cold start. */
  private static Logger log() {
    return LoggerFactory.getLogger("dev.drydock.pull");
  }
}
