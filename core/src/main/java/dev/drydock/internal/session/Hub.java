package dev.drydock.internal.session;

import dev.drydock.engine.Engine;
import dev.drydock.engine.EngineAddress;
import dev.drydock.engine.Settings;
import dev.drydock.internal.cleanup.Labels;
import dev.drydock.internal.cleanup.Ledger;
import dev.drydock.internal.cleanup.Owner;
import dev.drydock.internal.cleanup.Removal;
import dev.drydock.internal.cleanup.Sweep;
import dev.drydock.internal.cleanup.Watchdog;
import dev.drydock.internal.docker.discovery.EngineDiscovery;
import dev.drydock.internal.docker.discovery.Found;
import dev.drydock.internal.docker.discovery.PrivateService;
import dev.drydock.internal.docker.discovery.Surroundings;
import dev.drydock.internal.plan.ContainerPlanner;
import dev.drydock.internal.plan.ImageLocking;
import dev.drydock.internal.plan.ImageNaming;
import dev.drydock.internal.wait.Outcome;
import dev.drydock.internal.wait.ReadinessLoop;
import dev.drydock.internal.wait.Waiter;
import dev.drydock.model.ClosedException;
import dev.drydock.model.ImageName;
import dev.drydock.model.InterruptedWaitException;
import dev.drydock.model.image.PrunedImages;
import dev.drydock.ready.Readiness;
import dev.drydock.runtime.RunAhead;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * What all sessions of one connection share: the engine, the threads, the event stream, the image
 * pulls, and what sees to it that nothing is left.
 */
public final class Hub implements AutoCloseable {

  private final Engine engine;
  private final PrivateService service;
  private final Settings settings;
  private final ExecutorService threads = Threads.open();
  private final Owner owner = Owner.current();
  private final SessionIds ids = new SessionIds(owner);
  private final ContainerPlanner planner;
  private final @Nullable RunLimit runLimit;
  private final EventWatch events;
  private final ImageNaming naming;
  private final ImagePulls pulls;
  private final @Nullable LockRecord lockRecord;
  private final Removal removal;
  private final Watchdog watchdog;
  private final Waiter waiter;
  private final BackgroundCloses backgroundCloses = new BackgroundCloses(threads);
  private final ConcurrentLinkedDeque<LiveSession> sessions = new ConcurrentLinkedDeque<>();
  private final Map<String, Lock> restored = new ConcurrentHashMap<>();
  private final AtomicReference<@Nullable HostListeners> hostListeners = new AtomicReference<>();
  private final AtomicReference<@Nullable ImageBuilds> builds = new AtomicReference<>();
  private final AtomicBoolean used = new AtomicBoolean();
  private final AtomicBoolean swept = new AtomicBoolean();
  private final AtomicBoolean closed = new AtomicBoolean();
  private final Thread atExit = new Thread(new AtExit(this::closeAll), "drydock-exit");

  Hub(Engine engine, ImageNaming images, Settings settings) {
    this(engine, images, settings, PrivateService.NONE);
  }

  private Hub(Engine engine, ImageNaming images, Settings settings, PrivateService service) {
    this.engine = engine;
    this.service = service;
    this.settings = settings;
    this.planner = ContainerPlanner.of(engine, images, settings);
    boolean limited =
        settings.get(RunLimit.MEMORY).isPresent() || settings.get(RunLimit.CPUS).isPresent();
    this.runLimit = limited ? new RunLimit(settings) : null;
    this.events = new EventWatch(engine, owner);
    this.naming = images;
    this.pulls = new ImagePulls(engine, threads, settings);
    ImageLocking locking = images.locking();
    this.lockRecord =
        locking == null || locking.binds() ? null : new LockRecord(engine, locking.file());
    this.removal = new Removal(engine, threads);
    this.watchdog = new Watchdog(engine.watchdogCommand(Map.of(Labels.OWNER, owner.toString())));
    this.waiter = new Waiter(threads);
  }

  /**
   * Connects to the engine at this address; without one, to that which the settings and the
   * surroundings name.
   *
   * @throws dev.drydock.model.NoEngineException when none answers
   */
  public static Hub connect(Settings settings, @Nullable EngineAddress address) {
    return connect(settings, address, Surroundings.current());
  }

  static Hub connect(
      Settings settings, @Nullable EngineAddress address, Surroundings surroundings) {
    ImageNaming images = ImageNaming.of(settings);
    Found found = new EngineDiscovery(settings, surroundings).find(address);
    boolean done = false;
    try {
      Hub hub = new Hub(found.engine(), images, settings, found.service());
      if (!found.unusable().isEmpty()) {
        // Another engine has other images and other limits, which should surprise nobody.
        LoggerFactory.getLogger(Hub.class)
            .warn(
                "Using the engine at {}, because another one failed: {}",
                found.place(),
                String.join("; ", found.unusable()));
      }
      done = true;
      return hub;
    } finally {
      if (!done) {
        // A wrong setting, which is told only now.
        found.engine().close();
        found.service().end();
      }
    }
  }

  /**
   * Works ahead for places of a run, as {@code drydock.prefetch} allows.
   *
   * @throws IllegalArgumentException when the setting is neither {@code off} nor a number
   */
  public RunAhead runAhead(List<String> places) {
    return runAhead(places, new Spare());
  }

  RunAhead runAhead(List<String> places, Room room) {
    return LiveRunAhead.of(places, settings, this::openSession, threads, room);
  }

  /** Opens a session. */
  public LiveSession openSession() {
    if (closed.get()) {
      throw new ClosedException("Cannot open a session: Drydock is closed.", null);
    }
    LiveSession session = new LiveSession(this, ids.next());
    sessions.addFirst(session);
    if (closed.get()) {
      // Closed in between, and perhaps past this session.
      session.close();
      throw new ClosedException("Cannot open a session: Drydock is closed.", null);
    }
    return session;
  }

  /** The engine. */
  public Engine engine() {
    return engine;
  }

  Owner owner() {
    return owner;
  }

  ExecutorService threads() {
    return threads;
  }

  /** Where each container's log is kept, if anywhere. */
  Optional<String> logDirectory() {
    return settings.get("drydock.logs.dir");
  }

  /** Held by whoever restores the volume of this name, which may have several handles. */
  Lock restoring(String volume) {
    return restored.computeIfAbsent(volume, name -> new ReentrantLock());
  }

  ContainerPlanner planner() {
    return planner;
  }

  /** What all containers may have together; null for no limit. */
  @Nullable RunLimit runLimit() {
    return runLimit;
  }

  EventWatch events() {
    return events;
  }

  ImageNaming naming() {
    return naming;
  }

  ImagePulls pulls() {
    return pulls;
  }

  ImageSupply supply() {
    return new ImageSupply(engine, naming, pulls, settings, lockRecord);
  }

  /** Whether images may be built. */
  boolean mayBuild() {
    return BuildPermission.isGiven(settings);
  }

  /** A session has made an image of this name, which the lock file cannot have. */
  void madeImage(ImageName name) {
    ImageLocking locking = naming.locking();
    if (locking != null) {
      locking.made(name);
    }
  }

  /** Whether {@link #supply()} is to be told what was used. */
  boolean recordsImages() {
    return lockRecord != null;
  }

  /** Made when the first image is built: a cold start that builds none shall not load it. */
  KeptImages keptImages() {
    return new KeptImages(engine, settings);
  }

  /** Removes images that were built and are not used any more, or are too much. */
  public PrunedImages pruneImages() {
    if (closed.get()) {
      throw new ClosedException("Cannot prune images: Drydock is closed.", null);
    }
    return keptImages().prune(Instant.now());
  }

  HostListeners hostListeners() {
    hostListeners.compareAndSet(null, new HostListeners(engine, threads));
    return Objects.requireNonNull(hostListeners.get());
  }

  ImageBuilds builds() {
    builds.compareAndSet(null, new ImageBuilds());
    return Objects.requireNonNull(builds.get());
  }

  Removal removal() {
    return removal;
  }

  /** Sees to it, before the first thing is made, that nothing can be left whatever happens. */
  void guard() {
    if (used.compareAndSet(false, true)) {
      Runtime.getRuntime().addShutdownHook(atExit);
    }
    watchdog.ensureRunning();
  }

  /** Sees to it that the name of an image, which carries no labels, goes whatever happens. */
  void removeName(Ledger.Entry image) {
    watchdog.alsoRemove(image.name(), String.valueOf(image.id()));
  }

  /** Takes back {@link #removeName}: the name is gone. */
  void forgetName(Ledger.Entry image) {
    watchdog.forget(image.name(), String.valueOf(image.id()));
  }

  /** Opens the event stream while other work goes on. */
  CompletableFuture<Void> openEvents() {
    return events.isOpen()
        ? CompletableFuture.completedFuture(null)
        : CompletableFuture.runAsync(events::ensureOpen, threads);
  }

  /** Removes what earlier runs left, once, in the background, when there is time. */
  void sweepOnce() {
    if (swept.compareAndSet(false, true)) {
      threads.execute(() -> Sweep.run(engine, owner));
    }
  }

  Outcome await(LiveTarget target, Readiness readiness, Duration timeout) {
    boolean job = readiness.awaitsExit();
    // A lambda that holds a primitive costs a cold start 4 ms: its form is made at run time.
    BooleanSupplier dead = job ? () -> target.isDead(true) : () -> target.isDead(false);
    ReadinessLoop loop = new ReadinessLoop(readiness, target, target.signal(), dead, target::begun);
    // The end of a job is no failure: only its loop can tell.
    CompletableFuture<?> death = job ? new CompletableFuture<Void>() : target.death();
    return waiter.await(target.name(), loop, timeout, death);
  }

  /**
   * Runs a creation to its end though the caller is interrupted: the engine goes on with a create
   * whose caller has gone, and would make what nobody knows of.
   *
   * @throws InterruptedWaitException when the caller was interrupted; its flag is set again
   */
  <T> T create(String wish, Callable<T> creation) {
    Future<T> running = threads.submit(creation);
    InterruptedException interrupt = null;
    try {
      while (true) {
        try {
          T made = running.get();
          if (interrupt != null) {
            throw new InterruptedWaitException(
                "Interrupted while creating " + wish + ".", interrupt);
          }
          return made;
        } catch (InterruptedException e) {
          interrupt = e;
        } catch (ExecutionException e) {
          if (e.getCause() instanceof RuntimeException runtime) {
            throw runtime;
          }
          throw new IllegalStateException(e.getCause());
        }
      }
    } finally {
      if (interrupt != null) {
        Thread.currentThread().interrupt();
      }
    }
  }

  BackgroundCloses backgroundCloses() {
    return backgroundCloses;
  }

  /** Gives up one such container that was made ahead, the latest session's; false without one. */
  boolean giveUpPrepared(Predicate<Ledger.Entry> which) {
    for (LiveSession each : sessions) {
      if (each.giveUpPrepared(which)) {
        return true;
      }
    }
    return false;
  }

  /** Gives up the networks that were made ahead and have not been handed out. */
  void giveUpNetworks() {
    for (LiveSession each : sessions) {
      each.giveUpNetworks();
    }
  }

  void forget(LiveSession session) {
    sessions.remove(session);
  }

  /** Closes all sessions, newest first, and lets go of the engine. */
  @Override
  public void close() {
    if (used.get()) {
      try {
        Runtime.getRuntime().removeShutdownHook(atExit);
      } catch (IllegalStateException e) {
        // The JVM is on its way out; the hook runs or has run.
      }
    }
    closeAll();
  }

  private void closeAll() {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    backgroundCloses.awaitAll();
    List<RuntimeException> failures = new ArrayList<>();
    for (LiveSession each : sessions) {
      try {
        each.close();
      } catch (RuntimeException e) {
        failures.add(e);
      }
    }
    if (failures.isEmpty() && removal.isSure()) {
      // Otherwise it goes on holding the pipe, and tries again when this process has ended.
      watchdog.dismiss();
    }
    events.close();
    threads.shutdownNow();
    engine.close();
    if (failures.isEmpty()) {
      service.end();
    } else {
      RuntimeException first = failures.get(0);
      failures.subList(1, failures.size()).forEach(first::addSuppressed);
      throw first;
    }
  }
}
