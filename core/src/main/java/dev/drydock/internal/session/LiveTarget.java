package dev.drydock.internal.session;

import dev.drydock.engine.ContainerFacts;
import dev.drydock.engine.Engine;
import dev.drydock.engine.EngineEvent;
import dev.drydock.engine.LogPlan;
import dev.drydock.engine.LogStream;
import dev.drydock.internal.wait.Signal;
import dev.drydock.model.ContainerPort;
import dev.drydock.model.ContainerState;
import dev.drydock.model.Endpoint;
import dev.drydock.model.EngineException;
import dev.drydock.model.ExecResult;
import dev.drydock.model.LogLine;
import dev.drydock.ready.Target;
import dev.drydock.ready.Verdict;
import dev.drydock.spec.ContainerSpec;
import dev.drydock.spec.ExecSpec;
import dev.drydock.spec.Healthcheck;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A started container as readiness sees it: its facts, what the events said since, and its log. */
final class LiveTarget implements Target {

  private static final int KILLED = 137;
  private static final long MOMENT_MILLIS = 100;

  /** How long a dead container's last lines may take to arrive before its start fails. */
  private static final long LAST_LINES = TimeUnit.MILLISECONDS.toNanos(30);

  /** How long they may take when its end is what is waited for. */
  private static final long LAST_LINES_OF_JOB = TimeUnit.SECONDS.toNanos(1);

  /** How often a wait inspects although no event came: an event stream can break. */
  private static final long INSPECT_EVERY = TimeUnit.SECONDS.toNanos(1);

  private final Engine engine;
  private final Hub hub;
  private final String title;
  private final ContainerSpec spec;
  private final boolean restarts;
  private final Signal signal = new Signal();
  private final CompletableFuture<ContainerState> death = new CompletableFuture<>();
  private final List<Consumer<LogLine>> logListeners = new CopyOnWriteArrayList<>();
  private final List<LogPump> pumps = new CopyOnWriteArrayList<>();
  private volatile @Nullable ContainerFacts facts;
  private volatile ContainerState state = new ContainerState.Created();
  private final CompletableFuture<Void> outOfMemory = new CompletableFuture<>();
  private final CompletableFuture<@Nullable Void> healthy = new CompletableFuture<>();
  private final boolean again;
  private volatile long diedAt;
  private volatile long inspectedAt = System.nanoTime();
  private volatile @Nullable LogStream attached;
  private volatile LogPlan log = LogPlan.all().following(true);

  LiveTarget(Hub hub, String title, ContainerSpec spec) {
    this(hub, title, spec, false);
  }

  /**
   * A container on its way to ready.
   *
   * @param again whether it has run before
   */
  LiveTarget(Hub hub, String title, ContainerSpec spec, boolean again) {
    this.again = again;
    this.engine = hub.engine();
    this.hub = hub;
    this.title = title;
    this.spec = spec;
    this.restarts = spec.restartPolicy() != null;
  }

  Signal signal() {
    return signal;
  }

  /** Completes when the main process has ended. */
  CompletableFuture<ContainerState> death() {
    return death;
  }

  /**
   * What became of it. That the kernel killed it for lack of memory may be told a moment after its
   * end; it is waited for only where there is a limit.
   */
  ContainerFacts atTheEnd(boolean memoryIsLimited) {
    ContainerFacts now = engine.containers().inspect(facts().id());
    boolean perhaps =
        memoryIsLimited
            && now.state() instanceof ContainerState.Exited exited
            && exited.exitCode() == KILLED
            && !exited.outOfMemory();
    return perhaps && hearsOfLackOfMemory() ? engine.containers().inspect(now.id()) : now;
  }

  private boolean hearsOfLackOfMemory() {
    try {
      outOfMemory.get(MOMENT_MILLIS, TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException | ExecutionException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** Takes an event, on the engine's thread. */
  void onEvent(EngineEvent event) {
    switch (event.kind()) {
      case OUT_OF_MEMORY -> outOfMemory.complete(null);
      case HEALTHY -> healthy.complete(null);
      case UNHEALTHY, STARTED, PAUSED, UNPAUSED, REMOVED -> {
        // The next look finds out by itself.
      }
      case DIED -> {
        if (restarts) {
          // An inspection tells whether the engine goes on.
          inspectedAt = System.nanoTime() - 2 * INSPECT_EVERY;
        } else if (again) {
          // It may be the end of the run before, which the engine tells late.
          hub.threads().execute(this::inspectNow);
        } else {
          died(new ContainerState.Exited(event.exitCode(), outOfMemory.isDone()));
        }
      }
    }
    signal.give();
  }

  /** Takes what an inspection told. */
  void learn(ContainerFacts inspected) {
    facts = inspected;
    inspectedAt = System.nanoTime();
    if (inspected.state().isAlive()) {
      if (diedAt == 0) {
        state = inspected.state();
      }
    } else if (!(inspected.state() instanceof ContainerState.Restarting)) {
      died(inspected.state());
    }
  }

  private void died(ContainerState now) {
    state = now;
    if (diedAt == 0) {
      diedAt = System.nanoTime();
    }
    death.complete(now);
  }

  /**
   * Sees to it, before a start, that a wait for log lines gets those of this start: by attaching,
   * or, as that ends with the first of several runs, from the log past what it has by now.
   */
  void openLog(String id, boolean tty, boolean hasRun) {
    boolean reads = spec.readiness().readsLog();
    if (reads && (!restarts || LogFile.hasNone(spec))) {
      attached = engine.containers().attach(id, tty);
    } else if (reads && hasRun) {
      log = log.from(LiveLogs.lastTime(engine, id, tty).plusNanos(1));
    }
  }

  /** The wait has begun: whoever wants log lines has said so. */
  void begun() {
    LogStream stream = attached;
    if (stream != null && pumps.isEmpty()) {
      List<Consumer<LogLine>> all = List.copyOf(logListeners);
      pump(
          stream,
          line -> {
            for (Consumer<LogLine> each : all) {
              each.accept(line);
            }
          });
    }
  }

  private void pump(LogStream stream, Consumer<LogLine> consumer) {
    pumps.add(
        LogPump.start(
            hub.threads(),
            title,
            stream,
            line -> {
              consumer.accept(line);
              signal.give();
            },
            new NextRun(hub, facts().id(), restarts),
            signal::give));
  }

  /** Ends the reading of the log; the wait is over. */
  void stopReadingLog() {
    LogStream stream = attached;
    if (stream != null) {
      stream.close();
    }
    for (LogPump each : pumps) {
      each.close();
    }
  }

  /** Whether the main process has ended, and all it wrote has been looked at. */
  boolean isDead(boolean job) {
    if (diedAt == 0) {
      if (System.nanoTime() - inspectedAt > INSPECT_EVERY) {
        inspectNow();
      }
      return false;
    }
    for (LogPump each : pumps) {
      if (!each.hasEnded()) {
        return System.nanoTime() - diedAt > (job ? LAST_LINES_OF_JOB : LAST_LINES);
      }
    }
    return true;
  }

  /** Takes what an inspection tells while it runs; after that, what was told before holds. */
  void lookAgain() {
    try {
      ContainerFacts now = engine.containers().inspect(facts().id());
      if (now.state().isAlive()) {
        learn(now);
      }
    } catch (EngineException e) {
      if (e.status() != 404) {
        throw e;
      }
      // The engine has removed it.
    }
  }

  private void inspectNow() {
    inspectedAt = System.nanoTime();
    ContainerFacts known = facts;
    if (known == null) {
      return;
    }
    try {
      learn(engine.containers().inspect(known.id()));
    } catch (EngineException e) {
      if (e.status() == 404) {
        died(new ContainerState.Removed());
      }
    }
  }

  ContainerFacts facts() {
    ContainerFacts known = facts;
    if (known == null) {
      throw new IllegalStateException(title + " has not been inspected");
    }
    return known;
  }

  @Override
  public String name() {
    return title;
  }

  @Override
  public Endpoint endpoint(ContainerPort port) {
    return endpoint(facts(), port, title);
  }

  static Endpoint endpoint(ContainerFacts facts, ContainerPort port, String title) {
    Endpoint endpoint = facts.endpoints().get(port);
    if (endpoint == null) {
      throw new IllegalArgumentException(
          title
              + " does not publish port "
              + port
              + "; it publishes "
              + (facts.endpoints().isEmpty()
                  ? "none"
                  : facts.endpoints().keySet().stream().sorted().toList())
              + ". Add withPort to the description.");
    }
    return endpoint;
  }

  @Override
  public Verdict accepts(ContainerPort port) {
    return engine.containers().accepts(facts(), port);
  }

  @Override
  public ExecResult exec(String... command) {
    return engine.containers().exec(facts().id(), ExecSpec.of(command));
  }

  @Override
  public Verdict healthcheck() {
    if (healthy.isDone()) {
      return Verdict.ready();
    }
    Healthcheck check = facts().healthcheck();
    if (check == null) {
      return Verdict.never("it has no healthcheck; add withHealthcheck to the description");
    }
    return new HealthcheckRun(title, hub.threads(), this::exec).look(check, healthy, death);
  }

  @Override
  public ContainerState state() {
    return state;
  }

  @Override
  public void onLogLine(Consumer<LogLine> listener) {
    if (attached != null && pumps.isEmpty()) {
      logListeners.add(listener);
    } else {
      ContainerFacts known = facts();
      pump(engine.containers().logs(known.id(), known.tty(), log), listener);
    }
  }
}
