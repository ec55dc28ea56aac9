package dev.drydock.internal.session;

import dev.drydock.model.InterruptedWaitException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sessions that are being closed while their users have gone on. */
final class BackgroundCloses {

  /** More than these at once would keep the engine from the starts that tests wait for. */
  private static final int MOST = 8;

  private final ExecutorService threads;
  private final Claims claims = new Claims();
  private final Semaphore room = new Semaphore(MOST);
  private final Map<LiveSession, CompletableFuture<Void>> closing = new ConcurrentHashMap<>();

  BackgroundCloses(ExecutorService threads) {
    this.threads = threads;
  }

  /** What the sessions hold until they are gone. */
  Claims claims() {
    return claims;
  }

  /**
   * Closes a session on a thread of Drydock's own; what that could not remove, the end tells.
   *
   * <p>Who asked for it may remove a directory next, such as one of JUnit's for temporary files: so
   * it returns only when nothing of the session can write into one any more.
   */
  void begin(LiveSession session, Set<String> held) {
    CompletableFuture<Void> removal = beginRemoval(session, held);
    if (held.stream().anyMatch(Claims::isDirectory)) {
      await(List.of(removal), "the end of what writes into a directory of this machine");
    }
  }

  private CompletableFuture<Void> beginRemoval(LiveSession session, Set<String> held) {
    room.acquireUninterruptibly();
    List<CompletableFuture<Void>> earlier = underWay();
    CompletableFuture<Void> removal = new CompletableFuture<>();
    CompletableFuture<Void> already = closing.putIfAbsent(session, removal);
    if (already != null) {
      room.release();
      return already;
    }
    claims.hold(held, removal);
    try {
      threads.execute(
          () -> {
            if (session.hasNetworks()) {
              // Containers of a session that was closed before may be on them yet.
              await(earlier);
            }
            close(session, removal);
          });
    } catch (RejectedExecutionException e) {
      ended(session, removal);
    }
    return removal;
  }

  private void close(LiveSession session, CompletableFuture<Void> removal) {
    try {
      session.close();
    } catch (RuntimeException e) {
      // It is among the hub's sessions still: the end tries again, and tells.
      log().debug("A session could not be closed yet.", e);
    } finally {
      ended(session, removal);
    }
  }

  private void ended(LiveSession session, CompletableFuture<Void> removal) {
    closing.remove(session);
    room.release();
    removal.complete(null);
  }

  /** Those that have begun and not ended. */
  List<CompletableFuture<Void>> underWay() {
    return List.copyOf(closing.values());
  }

  /**
   * Waits for these.
   *
   * @param wish what for, for the message
   * @throws InterruptedWaitException when the thread is interrupted; its flag is set again
   */
  void await(List<CompletableFuture<Void>> closes, String wish) {
    try {
      for (CompletableFuture<Void> each : closes) {
        var unused = each.get();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedWaitException("Interrupted while waiting for " + wish + ".", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    }
  }

  /** Waits for all that have begun. */
  void awaitAll() {
    await(closing.values());
  }

  private static void await(Collection<CompletableFuture<Void>> closes) {
    for (CompletableFuture<Void> each : closes) {
      each.join();
    }
  }

  /** Looked up when there is something to say: finding the logging back end costs a cold start. */
  private static Logger log() {
    return LoggerFactory.getLogger("dev.drydock.close");
  }
}
