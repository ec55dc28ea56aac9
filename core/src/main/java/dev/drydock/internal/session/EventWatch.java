package dev.drydock.internal.session;

import dev.drydock.engine.Engine;
import dev.drydock.engine.EngineEvent;
import dev.drydock.engine.Subscription;
import dev.drydock.internal.cleanup.Labels;
import dev.drydock.internal.cleanup.Owner;
import dev.drydock.model.DrydockException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The one event stream of a connection, and who wants to hear of which container. It is opened with
 * the first container, and again after it broke; meanwhile waits inspect now and then.
 */
final class EventWatch {

  private final Engine engine;
  private final Owner owner;
  private final Map<String, List<Consumer<EngineEvent>>> listeners = new ConcurrentHashMap<>();
  private final ReentrantLock lock = new ReentrantLock();
  private volatile @Nullable Subscription subscription;
  private boolean closed;

  EventWatch(Engine engine, Owner owner) {
    this.engine = engine;
    this.owner = owner;
  }

  boolean isOpen() {
    return subscription != null;
  }

  /** Sees that the stream is open; cheap when it is. */
  void ensureOpen() {
    lock.lock();
    try {
      if (subscription == null && !closed) {
        subscription =
            engine.events(Map.of(Labels.OWNER, owner.toString()), this::deliver, this::broken);
      }
    } catch (DrydockException e) {
      // The waits inspect by themselves; the next start tries again.
      subscription = null;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Hands the container's events to the listener, on the engine's thread, until it is forgotten.
   */
  void listen(String containerId, Consumer<EngineEvent> listener) {
    listeners.computeIfAbsent(containerId, id -> new CopyOnWriteArrayList<>()).add(listener);
  }

  void forget(String containerId, Consumer<EngineEvent> listener) {
    listeners.computeIfPresent(
        containerId,
        (id, all) -> {
          all.remove(listener);
          return all.isEmpty() ? null : all;
        });
  }

  private void deliver(EngineEvent event) {
    for (Consumer<EngineEvent> each : listeners.getOrDefault(event.containerId(), List.of())) {
      each.accept(event);
    }
  }

  private void broken() {
    lock.lock();
    try {
      subscription = null;
    } finally {
      lock.unlock();
    }
  }

  void close() {
    Subscription open;
    lock.lock();
    try {
      closed = true;
      open = subscription;
      subscription = null;
    } finally {
      lock.unlock();
    }
    if (open != null) {
      open.close();
    }
  }
}
