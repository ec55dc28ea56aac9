package dev.drydock.internal.session;

import dev.drydock.engine.ContainerFacts;
import dev.drydock.engine.Engine;
import dev.drydock.engine.EngineEvent;
import dev.drydock.engine.Subscription;
import dev.drydock.model.ContainerState;
import dev.drydock.model.DrydockException;
import dev.drydock.model.EngineException;
import dev.drydock.model.Health;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/** Hands over each state that a container comes to be in, from the present one on. */
final class StateFollowing implements Subscription {

  private final Engine engine;
  private final Executor threads;
  private final String id;
  private final String title;
  private final boolean restarts;
  private final Consumer<ContainerState> consumer;

  /** Held while a state is handed over. */
  private final ReentrantLock delivery = new ReentrantLock();

  // Under the lock.
  private @Nullable ContainerState last;
  private Health health = Health.NONE;
  private Health healthAtStart = Health.NONE;
  private boolean outOfMemory;
  private volatile @Nullable Subscription events;
  private volatile boolean closed;

  /**
   * @param restarts whether the engine may start it again when it ends
   */
  StateFollowing(
      Engine engine,
      Executor threads,
      String id,
      String title,
      boolean restarts,
      Consumer<ContainerState> consumer) {
    this.engine = engine;
    this.threads = threads;
    this.id = id;
    this.title = title;
    this.restarts = restarts;
    this.consumer = consumer;
  }

  /** Begins; when this returns, the present state has been handed over. */
  void begin() {
    boolean done = false;
    try {
      delivery.lock();
      try {
        // Events that come meanwhile wait for the lock, so none is lost and none is early.
        events = engine.containers().life().followEvents(id, this::take, this::broken);
        ContainerFacts facts = engine.containers().inspect(id);
        if (facts.healthcheck() != null) {
          healthAtStart = Health.STARTING;
        }
        if (facts.state() instanceof ContainerState.Running running) {
          health = running.health();
        }
        deliver(facts.state());
      } finally {
        delivery.unlock();
      }
      done = true;
    } finally {
      // It may have been closed while the connection was being opened.
      if (!done || closed) {
        letGo();
      }
    }
  }

  private void take(EngineEvent event) {
    delivery.lock();
    try {
      switch (event.kind()) {
        case STARTED -> {
          health = healthAtStart;
          outOfMemory = false;
          deliver(new ContainerState.Running(health));
        }
        case HEALTHY -> running(Health.HEALTHY);
        case UNHEALTHY -> running(Health.UNHEALTHY);
        case PAUSED -> deliver(new ContainerState.Paused());
        case UNPAUSED -> running(health);
        case OUT_OF_MEMORY -> outOfMemory = true;
        case DIED -> died(event.exitCode());
        case REMOVED -> {
          deliver(new ContainerState.Removed());
          close();
        }
      }
    } finally {
      delivery.unlock();
    }
  }

  private void running(Health now) {
    health = now;
    deliver(new ContainerState.Running(now));
  }

  private void died(int exitCode) {
    deliver(new ContainerState.Exited(exitCode, outOfMemory));
    if (restarts) {
      try {
        ContainerState state = engine.containers().inspect(id).state();
        if (state instanceof ContainerState.Restarting || state instanceof ContainerState.Running) {
          // A look that comes late finds it started again already.
          deliver(new ContainerState.Restarting());
        }
      } catch (DrydockException e) {
        // The next event tells.
      }
    }
  }

  private void deliver(ContainerState state) {
    if (closed || state.equals(last)) {
      return;
    }
    last = state;
    try {
      consumer.accept(state);
    } catch (RuntimeException e) {
      LoggerFactory.getLogger(StateFollowing.class)
          .warn("A consumer of the states of {} failed; it gets the next ones.", title, e);
    }
  }

  /** Begins anew, once: what happened in between shows in the present state. */
  private void broken() {
    if (!closed) {
      threads.execute(
          () -> {
            try {
              begin();
            } catch (DrydockException e) {
              end(e);
            }
          });
    }
  }

  private void end(DrydockException failure) {
    if (failure instanceof EngineException refusal && refusal.status() == 404) {
      // It was removed while nobody could tell.
      delivery.lock();
      try {
        deliver(new ContainerState.Removed());
      } finally {
        delivery.unlock();
      }
    } else {
      LoggerFactory.getLogger(StateFollowing.class)
          .warn("The states of {} are not told any more.", title, failure);
    }
  }

  @Override
  public void close() {
    closed = true;
    letGo();
  }

  /** Without the lock, for which an event may wait; the subscription waits for that event. */
  private void letGo() {
    Subscription open = events;
    if (open != null) {
      open.close();
    }
  }
}
