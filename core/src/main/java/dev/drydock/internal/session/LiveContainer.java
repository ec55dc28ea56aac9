package dev.drydock.internal.session;

import dev.drydock.engine.Engine;
import dev.drydock.engine.EngineEvent;
import dev.drydock.engine.EngineLife;
import dev.drydock.engine.LogPlan;
import dev.drydock.engine.LogStream;
import dev.drydock.engine.ProcessStream;
import dev.drydock.engine.Subscription;
import dev.drydock.internal.cleanup.Ledger;
import dev.drydock.internal.plan.ContainerPlanner;
import dev.drydock.internal.wait.Outcome;
import dev.drydock.model.ClosedException;
import dev.drydock.model.ContainerAddress;
import dev.drydock.model.ContainerPort;
import dev.drydock.model.ContainerProcess;
import dev.drydock.model.ContainerSizes;
import dev.drydock.model.ContainerState;
import dev.drydock.model.ContainerStats;
import dev.drydock.model.Endpoint;
import dev.drydock.model.ExecResult;
import dev.drydock.model.FileChange;
import dev.drydock.model.LogLine;
import dev.drydock.model.NetworkRef;
import dev.drydock.model.StopResult;
import dev.drydock.model.TimedOutException;
import dev.drydock.ready.Readiness;
import dev.drydock.runtime.Container;
import dev.drydock.runtime.DetachedExec;
import dev.drydock.runtime.Image;
import dev.drydock.runtime.Logs;
import dev.drydock.spec.ContainerSpec;
import dev.drydock.spec.ExecSpec;
import dev.drydock.spec.FileContent;
import dev.drydock.spec.NetworkMode;
import dev.drydock.spec.container.Resources;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A ready container of a session. */
final class LiveContainer implements Container {

  /** How long a close waits for a log consumer that is busy with a line. */
  private static final Duration CONSUMER_PATIENCE = Duration.ofSeconds(1);

  private final LiveSession session;
  private final Hub hub;
  private final Ledger.Entry entry;
  private final ContainerSpec spec;
  private volatile LiveTarget target;
  private final List<LogFollowing> following = new CopyOnWriteArrayList<>();

  LiveContainer(LiveSession session, Ledger.Entry entry, ContainerSpec spec, LiveTarget target) {
    this.session = session;
    this.hub = session.hub();
    this.entry = entry;
    this.spec = spec;
    this.target = target;
  }

  @Override
  public String id() {
    return target.facts().id();
  }

  @Override
  public String name() {
    return entry.name();
  }

  @Override
  public ContainerSpec spec() {
    return spec;
  }

  /** The engine, when the container can still be asked for something. */
  Engine engine(String wish) {
    session.requireOpen(wish + " " + target.name());
    if (!session.holds(entry)) {
      throw new ClosedException(
          "Cannot "
              + wish
              + " "
              + target.name()
              + ": its handle is closed."
              + session.keptLog(entry),
          null);
    }
    return hub.engine();
  }

  @Override
  public Endpoint endpoint(ContainerPort containerPort) {
    Engine engine = engine("give an endpoint of");
    if (!engine.knowsPlaceOfPorts()) {
      // It was asked when nothing listened there yet, perhaps.
      target.lookAgain();
    }
    NetworkMode mode = spec.networkMode();
    return mode == null
        ? target.endpoint(containerPort)
        : ModeEndpoint.of(target, mode, containerPort);
  }

  @Override
  public Map<String, ContainerAddress> addresses() {
    Map<String, ContainerAddress> addresses = new LinkedHashMap<>();
    for (ContainerAddress each : engine("tell the addresses of").networks().addresses(id())) {
      addresses.put(each.network(), each);
    }
    return addresses;
  }

  @Override
  public ContainerAddress address(NetworkRef network) {
    Map<String, ContainerAddress> addresses = addresses();
    ContainerAddress address = addresses.get(network.name());
    if (address == null) {
      throw new IllegalArgumentException(
          target.name()
              + " is not on network "
              + network.name()
              + "; it is on "
              + (addresses.isEmpty() ? "none" : addresses.keySet())
              + ".");
    }
    return address;
  }

  @Override
  public ContainerState state() {
    return engine("inspect").containers().inspect(id()).state();
  }

  @Override
  public Subscription followStates(Consumer<ContainerState> consumer) {
    StateFollowing states =
        new StateFollowing(
            engine("follow the states of"),
            hub.threads(),
            id(),
            target.name(),
            spec.restartPolicy() != null,
            consumer);
    states.begin();
    return states;
  }

  @Override
  public Logs logs() {
    engine("read the log of");
    return new LiveLogs(this, LogPlan.all());
  }

  LiveTarget target() {
    return target;
  }

  /** Opens the log; clearly refused once the container is gone. */
  LogStream openLog(LogPlan plan) {
    return engine(plan.follow() ? "follow the log of" : "read the log of")
        .containers()
        .logs(id(), target.facts().tty(), plan);
  }

  /**
   * Carries lines to a consumer until it is closed, or this container is.
   *
   * @param atEnd is run when the container has ended and is not started again
   */
  LogFollowing follow(LogPlan plan, Consumer<LogLine> consumer, Runnable atEnd) {
    boolean restarts = spec.restartPolicy() != null && plan.until() == null;
    LogFollowing each =
        new LogFollowing(
            hub.threads(),
            target.name(),
            openLog(plan.following(true)),
            consumer,
            new NextRun(hub, id(), restarts),
            atEnd,
            following);
    each.begin();
    session.isFollowed(this);
    return each;
  }

  @Override
  public ExecResult exec(ExecSpec command) {
    Engine engine = engine("run a command in");
    return command.timeout() == null && command.output() == null
        ? engine.containers().exec(id(), command)
        : new ExecRun(engine, hub.threads(), id(), target.name(), command).run();
  }

  @Override
  public DetachedExec execDetached(ExecSpec command) {
    return LiveDetachedExec.start(this, command);
  }

  @Override
  public ProcessStream attach() {
    return engine("attach to")
        .containers()
        .execs()
        .attach(id(), target.facts().tty(), spec.stdin());
  }

  @Override
  public void copyIn(FileContent content, String containerPath) {
    engine("copy into").containers().upload(id(), Map.of(containerPath, content));
  }

  @Override
  public byte[] readFile(String containerPath) {
    return FilesOut.bytes(engine("copy out of"), id(), containerPath);
  }

  @Override
  public void copyOut(String containerPath, OutputStream target) {
    FilesOut.stream(engine("copy out of"), id(), containerPath, target);
  }

  @Override
  public void copyOut(String containerPath, Path destination) {
    FilesOut.copy(engine("copy out of"), id(), containerPath, destination);
  }

  @Override
  public void await(Readiness readiness, Duration timeout) {
    Engine engine = engine("wait for");
    ContainerPlanner.requirePublished(spec, readiness);
    LiveTarget fresh = new LiveTarget(hub, target.name(), spec);
    Consumer<EngineEvent> listener = fresh::onEvent;
    hub.events().listen(id(), listener);
    try {
      fresh.learn(engine.containers().inspect(id()));
    } catch (RuntimeException e) {
      hub.events().forget(id(), listener);
      throw e;
    }
    Readiness wanted =
        readiness.equals(Readiness.byDefault())
            ? ContainerPlanner.readiness(spec, fresh.facts())
            : readiness;
    try {
      Outcome outcome = hub.await(fresh, wanted, timeout);
      if (outcome.end() != Outcome.End.READY) {
        throw FailureReport.notReady(
            engine,
            target.name(),
            () -> engine.containers().inspect(id()),
            wanted,
            timeout,
            outcome);
      }
    } finally {
      hub.events().forget(id(), listener);
      fresh.stopReadingLog();
    }
  }

  private EngineLife life(String wish) {
    return engine(wish).containers().life();
  }

  @Override
  public StopResult stop(Duration grace) {
    return new Stopping(engine("stop"), id(), grace).run();
  }

  @Override
  public StopResult stop(Duration grace, String signal) {
    return new Stopping(engine("stop"), id(), grace).by(Signals.require(signal));
  }

  @Override
  public void start() {
    engine("start");
    if (!state().isAlive()) {
      Runnable started = () -> following.forEach(LogFollowing::goOn);
      target = new StartAgain(session, id(), spec, target, started).run();
    }
  }

  @Override
  public void restart(Duration grace) {
    var unused = new Stopping(engine("restart"), id(), grace).run();
    start();
  }

  @Override
  public void pause() {
    life("pause").pause(id());
  }

  @Override
  public void unpause() {
    life("unpause").unpause(id());
  }

  @Override
  public void kill(String signal) {
    life("send a signal to").kill(id(), Signals.require(signal));
  }

  @Override
  public int awaitExit(Duration timeout) {
    return life("wait for the end of")
        .awaitEnd(id(), timeout)
        .orElseThrow(
            () ->
                new TimedOutException(
                    target.name() + " did not end within " + FailureReport.seconds(timeout) + ".",
                    null));
  }

  @Override
  public void rename(String name) {
    EngineLife life = life("rename");
    String valid = String.valueOf(ContainerSpec.of(spec.image()).withName(name).name());
    session.claim(Set.of("container " + valid));
    life.rename(id(), valid);
    entry.renamed(valid);
  }

  @Override
  public void limit(UnaryOperator<Resources> limits) {
    Resources said = limits.apply(Resources.unlimited());
    if (said.shm() != null || said.oomScore() != null || !said.ulimits().isEmpty()) {
      throw new IllegalArgumentException(
          "limits to change while a container lives must be those of memory, swap, processors and"
              + " processes, was "
              + said);
    }
    EngineLife life = life("limit");
    hub.planner().requireAllowed(spec, said);
    RunLimit limit = hub.runLimit();
    Runnable undo = limit == null ? () -> {} : limit.change(session, entry, spec.image(), said);
    try {
      life.limit(id(), said);
    } catch (RuntimeException e) {
      undo.run();
      throw e;
    }
  }

  @Override
  public ContainerStats stats() {
    return life("measure").stats(id());
  }

  @Override
  public Subscription followStats(Consumer<ContainerStats> consumer) {
    return life("measure").followStats(id(), consumer);
  }

  @Override
  public List<ContainerProcess> processes() {
    return life("list the processes of").processes(id());
  }

  @Override
  public List<FileChange> changes() {
    return life("list the changes of").changes(id());
  }

  @Override
  public ContainerSizes sizes() {
    return life("measure").sizes(id());
  }

  @Override
  public Image commit() {
    Map<String, String> volumes = engine("make an image of").containers().inspect(id()).volumes();
    if (!volumes.isEmpty()) {
      commitLog()
          .warn(
              "The image of {} lacks what is in its volumes: {}. Keep that by volume.snapshot().",
              name(),
              new TreeMap<>(volumes));
    }
    List<String> secrets = new ArrayList<>();
    for (Map.Entry<String, FileContent> each : spec.files().entrySet()) {
      if (each.getValue().secret()) {
        secrets.add(each.getKey());
      }
    }
    if (!secrets.isEmpty()) {
      commitLog()
          .warn(
              "The image of {} has the secrets of its container: {}. Remove these files before, or push"
                  + " it nowhere.",
              name(),
              secrets);
    }
    return new SessionImages(session).commit(id(), "commit");
  }

  private static Logger commitLog() {
    return LoggerFactory.getLogger("dev.drydock.commit");
  }

  @Override
  public ExecResult runOnce(String... command) {
    engine("run a task beside");
    return session.run(OneOff.beside(spec, command));
  }

  @Override
  public void close() {
    closeAll(session, List.of(this));
  }

  /** Waits so long for those who follow its log to have the whole of it, and lets go of them. */
  void finishLogs(Duration patience) {
    for (LogFollowing each : following) {
      if (!each.awaitEnd(patience)) {
        each.closeWithin(CONSUMER_PATIENCE);
      }
    }
  }

  /** Closes containers of one session side by side. */
  static void closeAll(LiveSession session, Collection<LiveContainer> containers) {
    session.remove(containers.stream().map(each -> each.entry).toList());
    letGoOfLogs(containers);
  }

  /** Gives those who follow the logs of what has been removed a second, all together. */
  static void letGoOfLogs(Collection<LiveContainer> containers) {
    long end = System.nanoTime() + CONSUMER_PATIENCE.toNanos();
    for (LiveContainer each : containers) {
      for (LogFollowing pump : each.following) {
        pump.closeBy(end, CONSUMER_PATIENCE);
      }
    }
  }

  @Override
  public String toString() {
    return target.name();
  }
}
