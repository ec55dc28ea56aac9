package dev.drydock.internal.session;

import dev.drydock.engine.ContainerFacts;
import dev.drydock.engine.ContainerPlan;
import dev.drydock.engine.CreatedContainer;
import dev.drydock.engine.Engine;
import dev.drydock.engine.EngineEvent;
import dev.drydock.engine.Leftover;
import dev.drydock.internal.cleanup.Ledger;
import dev.drydock.internal.plan.ChosenPorts;
import dev.drydock.internal.plan.ContainerPlanner;
import dev.drydock.internal.wait.Outcome;
import dev.drydock.internal.wait.Waiter;
import dev.drydock.model.ClosedException;
import dev.drydock.model.ContainerStartException;
import dev.drydock.model.EngineException;
import dev.drydock.model.ImageException;
import dev.drydock.model.ImageName;
import dev.drydock.model.InterruptedWaitException;
import dev.drydock.model.LogLine;
import dev.drydock.model.UnsupportedWishException;
import dev.drydock.ready.Readiness;
import dev.drydock.runtime.Container;
import dev.drydock.runtime.StartHooks;
import dev.drydock.spec.ContainerSpec;
import dev.drydock.spec.PullPolicy;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The start of one container: from description to ready, or to nothing. */
final class ContainerStart {

  /** How often other host ports are tried when something has those that were chosen. */
  private static final int OTHER_PORTS = 5;

  private static final int NOT_IMPLEMENTED = 501;

  private static final String CHOSEN_PORT_TAKEN =
      "something else has taken the host port that was chosen; create the container anew, or name a"
          + " free port with withFixedPort";

  private final LiveSession session;
  private final Hub hub;
  private final Engine engine;
  private final ContainerSpec spec;
  private final String title;
  private final @Nullable StartHooks hooks;

  ContainerStart(LiveSession session, ContainerSpec spec, String title) {
    this(session, spec, title, null);
  }

  ContainerStart(
      LiveSession session, ContainerSpec spec, String title, @Nullable StartHooks hooks) {
    this.session = session;
    this.hub = session.hub();
    this.engine = hub.engine();
    this.spec = spec;
    this.title = title;
    this.hooks = hooks;
  }

  Container run() {
    int others = 0;
    for (int attempt = 1; ; attempt++) {
      try {
        return attempt();
      } catch (ContainerStartException e) {
        if (e.getCause() instanceof EngineException refusal
            && isChosenPortTaken(refusal)
            && others++ < OTHER_PORTS) {
          hub.planner().chosenPorts().jump();
          log().debug("A host port that was chosen for {} was taken; another is.", title);
          attempt--;
          continue;
        }
        if (attempt >= spec.startAttempts() || session.ledger().isClosed()) {
          throw e;
        }
        log().info("Start {} of {} failed, trying again: {}", attempt, title, e.getMessage());
      }
    }
  }

  /** Only the engine's own refusal counts: a log quoted in a report may say anything. */
  private boolean isChosenPortTaken(EngineException refusal) {
    return refusal.status() >= 400
        && ChosenPorts.isTaken(spec, String.valueOf(refusal.getMessage()));
  }

  private Container attempt() {
    session.requireOpen("start " + title);
    Preparation prepared = hooks == null ? session.takePrepared(spec) : null;
    if (prepared != null && prepared.awaitEnd(session)) {
      long begun = System.nanoTime();
      try {
        return finish(prepared.entry(), prepared.created());
      } catch (ContainerStartException e) {
        if (System.nanoTime() - begun >= Waiter.nanos(spec.startTimeout())) {
          throw e;
        }
        // Nobody shall see a failure that came of being early.
        log().debug("{}, which was prepared, is started anew.", title, e);
        session.requireOpen("start " + title);
      }
    }
    ContainerPlan plan = plan();
    session.claim(Claims.of(spec));
    hub.guard();
    CompletableFuture<Void> events = hub.openEvents();
    Ledger.Entry entry = entry(plan);
    return guarded(entry, plan.image(), () -> start(entry, make(entry, plan, false), events));
  }

  private Container start(
      Ledger.Entry entry, CreatedContainer created, CompletableFuture<Void> events) {
    LiveTarget target = new LiveTarget(hub, title, spec);
    return listening(
        target,
        created,
        () -> {
          if (hooks != null) {
            hooks.created(new LiveUnstarted(session, entry, spec, title, created).underWay());
          }
          target.openLog(created.id(), created.tty(), false);
          awaitOpen(events);
          engine.containers().start(created.id());
          return awaitReady(entry, target, engine.containers().inspect(created.id()));
        });
  }

  /** Makes the container with its files, and does not start it. */
  LiveUnstarted create() {
    session.requireOpen("create " + title);
    ContainerPlan plan = plan();
    session.claim(Claims.of(spec));
    hub.guard();
    Ledger.Entry entry = entry(plan);
    return guarded(
        entry,
        plan.image(),
        () -> {
          CreatedContainer created = make(entry, plan, false);
          return new LiveUnstarted(session, entry, spec, title, created);
        });
  }

  /** Starts what {@link #create()} has made. */
  Container startCreated(Ledger.Entry entry, CreatedContainer created) {
    return guarded(entry, spec.image(), () -> start(entry, created, hub.openEvents()));
  }

  /** Makes the container and starts it, and does not wait for more. */
  CreatedContainer makeAhead(Ledger.Entry entry, ContainerPlan plan) {
    hub.guard();
    return guarded(
        entry,
        plan.image(),
        () -> {
          CreatedContainer created = make(entry, plan, true);
          engine.containers().start(created.id());
          return created;
        });
  }

  /** The rest of a start whose container has been made ahead. */
  private Container finish(Ledger.Entry entry, CreatedContainer created) {
    CompletableFuture<Void> events = hub.openEvents();
    LiveTarget target = new LiveTarget(hub, title, spec);
    return guarded(
        entry,
        spec.image(),
        () ->
            listening(
                target,
                created,
                () -> {
                  awaitOpen(events);
                  ContainerFacts facts = engine.containers().inspect(created.id());
                  requireAlive(facts);
                  return awaitReady(entry, target, facts);
                }));
  }

  /** Before its log goes to anybody: what has ended since is made anew. */
  private void requireAlive(ContainerFacts facts) {
    if (!spec.readiness().awaitsExit() && !facts.state().isAlive()) {
      throw new ContainerStartException(title + " has ended before it was wanted.", null);
    }
  }

  ContainerPlan plan() {
    return hub.planner().plan(spec, session.freshName(hint()), session.labels());
  }

  Ledger.Entry entry(ContainerPlan plan) {
    return new Ledger.Entry(Leftover.Kind.CONTAINER, plan.name(), spec.name() == null);
  }

  /** Whatever goes wrong, nothing of the container is left. */
  private <T> T guarded(Ledger.Entry entry, ImageName image, Supplier<T> steps) {
    try {
      return steps.get();
    } catch (EngineException | ImageException e) {
      RuntimeException failure = translate(e, image);
      session.undo(entry, failure);
      throw failure;
    } catch (RuntimeException | Error e) {
      session.undo(entry, e);
      throw e;
    }
  }

  private Container listening(
      LiveTarget target, CreatedContainer created, Supplier<Container> steps) {
    Consumer<EngineEvent> listener = target::onEvent;
    hub.events().listen(created.id(), listener);
    try {
      Container ready = steps.get();
      hub.sweepOnce();
      return ready;
    } finally {
      hub.events().forget(created.id(), listener);
      target.stopReadingLog();
    }
  }

  /** The image's last word, which makes a name that people recognise. */
  private String hint() {
    String repository = spec.image().repository();
    return repository.substring(repository.lastIndexOf('/') + 1);
  }

  /** Makes it, with its files in it. */
  private CreatedContainer make(Ledger.Entry entry, ContainerPlan plan, boolean ahead) {
    CreatedContainer created = create(entry, plan, ahead);
    upload(created);
    return created;
  }

  private CreatedContainer create(Ledger.Entry entry, ContainerPlan described, boolean ahead) {
    ContainerPlan plan =
        spec.mounts().isEmpty() ? described : MountSupply.provide(session, described);
    PullPolicy policy = spec.pullPolicy();
    if (hub.naming().locking() != null) {
      hub.supply().requireUnchanged(plan.image());
    }
    if (!policy.equals(PullPolicy.missing()) && !policy.equals(PullPolicy.never())) {
      plan = plan.withImage(hub.supply().fresh(plan.image(), spec.platform(), policy));
    }
    long asked = System.nanoTime();
    try {
      return noted(plan.image(), tryCreate(entry, plan, ahead));
    } catch (ImageException e) {
      ImageName had = hub.supply().missing(described.image(), spec.platform(), policy, asked, e);
      return noted(had, tryCreate(entry, plan.withImage(had), ahead));
    }
  }

  private CreatedContainer noted(ImageName image, CreatedContainer created) {
    if (hub.recordsImages()) {
      hub.supply().used(spec.image(), image, () -> hub.planner().platform(spec.platform()));
    }
    return created;
  }

  private CreatedContainer tryCreate(Ledger.Entry entry, ContainerPlan plan, boolean ahead) {
    try {
      RunLimit limit = hub.runLimit();
      if (limit != null) {
        limit.take(session, entry, plan.spec(), ahead);
      }
      CreatedContainer created =
          session
              .ledger()
              .create(entry, () -> hub.create(title, () -> engine.containers().create(plan)));
      entry.madeAs(created.id());
      return created;
    } catch (ImageException | UnsupportedWishException e) {
      session.ledger().strike(entry);
      throw e;
    } catch (EngineException e) {
      if (e.status() >= 400 && !entry.nameIsOurs()) {
        // The engine said no: what has that name is not ours.
        session.ledger().strike(entry);
      }
      throw e;
    }
  }

  private void upload(CreatedContainer created) {
    for (String warning : created.warnings()) {
      log().warn("{}: the engine warns: {}", title, warning);
    }
    if (!spec.files().isEmpty()) {
      engine.containers().upload(created.id(), spec.files());
    }
  }

  private Container awaitReady(Ledger.Entry entry, LiveTarget target, ContainerFacts facts) {
    target.learn(facts);
    LiveContainer container = new LiveContainer(session, entry, spec, target);
    forwardLogs(entry, container);
    if (hooks != null) {
      hooks.started(container);
    }
    Readiness readiness = ContainerPlanner.readiness(spec, facts);
    Outcome outcome = hub.await(target, readiness, spec.startTimeout());
    if (outcome.end() == Outcome.End.READY) {
      return container;
    }
    if (session.ledger().isClosed()) {
      throw closedMeanwhile(null);
    }
    ContainerStartException failure =
        FailureReport.notReady(
            engine,
            title,
            () -> target.atTheEnd(spec.memory() != null),
            readiness,
            spec.startTimeout(),
            outcome);
    session.undo(entry, failure);
    throw failure;
  }

  private void forwardLogs(Ledger.Entry entry, LiveContainer container) {
    Path file = logFile(container.name());
    if (file != null) {
      keepLog(entry, container, file);
    }
    for (Consumer<LogLine> each : spec.logConsumers()) {
      container.followLogs(each);
    }
    if (spec.logger() != null) {
      container.followLogs(new LogForward(spec, container.name()));
    }
  }

  private void keepLog(Ledger.Entry entry, LiveContainer container, Path file) {
    try {
      session.keepLog(entry, LogFile.begin(file, container));
    } catch (EngineException e) {
      // The run's wish for all logs does not fail a container whose log nobody can read.
      if (spec.logFile() != null || e.status() != NOT_IMPLEMENTED) {
        throw e;
      }
      LoggerFactory.getLogger(LogFile.class)
          .warn("No log of {} is kept in {}: {}", container.name(), file, e.getMessage());
    }
  }

  /** Hands the log of a task, which was started, to all that the description names for it. */
  @Nullable LiveContainer forwardLogs(LiveUnstarted task) {
    if (spec.logger() == null && spec.logConsumers().isEmpty() && logFile(task.name()) == null) {
      return null;
    }
    LiveTarget target = new LiveTarget(hub, title, spec);
    target.learn(engine.containers().inspect(task.id()));
    LiveContainer container = new LiveContainer(session, task.entry(), spec, target);
    forwardLogs(task.entry(), container);
    return container;
  }

  private @Nullable Path logFile(String name) {
    Path file = spec.logFile();
    Optional<String> directory = hub.logDirectory();
    return file == null && directory.isPresent() && !LogFile.hasNone(spec)
        ? Path.of(directory.get(), name + ".log")
        : file;
  }

  private ClosedException closedMeanwhile(@Nullable Throwable cause) {
    return new ClosedException(
        "Cannot start " + title + ": its session was closed meanwhile.", cause);
  }

  private void awaitOpen(CompletableFuture<Void> events) {
    try {
      events.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedWaitException("Interrupted while starting " + title + ".", e);
    } catch (ExecutionException e) {
      // The stream's own failure is a report already.
      throw e.getCause() instanceof RuntimeException failure
          ? failure
          : new IllegalStateException(e.getCause());
    }
  }

  /** A refusal by the engine becomes a report, unless the session was closed meanwhile. */
  private RuntimeException translate(RuntimeException e, ImageName image) {
    if (session.ledger().isClosed()) {
      return closedMeanwhile(e);
    }
    if (e instanceof ImageException missing) {
      String failed = title + " could not be started: its image is not to be had.";
      return FailureReport.noImage(failed, spec.image(), image, hub.naming(), missing);
    }
    if (e instanceof EngineException refusal) {
      String hint = isChosenPortTaken(refusal) ? CHOSEN_PORT_TAKEN : null;
      return FailureReport.refused(title, refusal, hint);
    }
    return e;
  }

  /** Looked up when there is something to say: finding the logging back end costs a cold start. */
  private static Logger log() {
    return LoggerFactory.getLogger("dev.drydock.start");
  }
}
