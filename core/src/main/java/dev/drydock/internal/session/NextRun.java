package dev.drydock.internal.session;

import dev.drydock.engine.EngineEvent;
import dev.drydock.internal.wait.Signal;
import dev.drydock.model.ContainerState;
import dev.drydock.model.EngineException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * Tells a reader of a container's log, whose end comes with the end of the main process, whether
 * the container runs again: because somebody has started it, or because its engine does.
 */
final class NextRun {

  /** How often the container is inspected although no event came: an event stream can break. */
  private static final long INSPECT_EVERY = TimeUnit.SECONDS.toNanos(1);

  private final Hub hub;
  private final String id;
  private final boolean restarts;
  private final Signal signal = new Signal();
  private final AtomicBoolean started = new AtomicBoolean();
  private volatile boolean closed;

  /**
   * @param restarts whether the engine may start it again when it ends
   */
  NextRun(Hub hub, String id, boolean restarts) {
    this.hub = hub;
    this.id = id;
    this.restarts = restarts;
  }

  /** Somebody has started it; the reader that comes next to an end is told. */
  void started() {
    started.set(true);
  }

  /** Whether a start has not been told to a reader. */
  boolean isDue() {
    return started.get();
  }

  /**
   * Waits until the container runs again.
   *
   * @param fresh whether something was read since the last time; a log that ends at once and again
   *     though its container runs is not opened without a pause
   * @return false when it is left as it is, or gone, or this is closed
   */
  boolean await(boolean fresh) {
    if (started.getAndSet(false)) {
      return true;
    }
    if (!restarts) {
      return false;
    }
    Consumer<EngineEvent> listener = event -> signal.give();
    hub.events().listen(id, listener);
    try {
      return isStartedAgain(fresh);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } finally {
      hub.events().forget(id, listener);
    }
  }

  private boolean isStartedAgain(boolean fresh) throws InterruptedException {
    for (boolean mayOpen = fresh; !closed; mayOpen = true) {
      ContainerState state = state();
      if (!(state instanceof ContainerState.Restarting) && (mayOpen || !state.isAlive())) {
        return state.isAlive();
      }
      signal.await(INSPECT_EVERY);
    }
    return false;
  }

  private ContainerState state() {
    try {
      return hub.engine().containers().inspect(id).state();
    } catch (EngineException e) {
      if (e.status() == 404) {
        return new ContainerState.Removed();
      }
      throw e;
    }
  }

  /** Ends the waiting. */
  void close() {
    closed = true;
    signal.give();
  }
}
