package dev.drydock.internal.session;

import dev.drydock.engine.Engine;
import dev.drydock.engine.EngineEvent;
import dev.drydock.engine.LogStream;
import dev.drydock.engine.Subscription;
import dev.drydock.internal.cleanup.Ledger;
import dev.drydock.internal.plan.ContainerPlanner;
import dev.drydock.internal.wait.Outcome;
import dev.drydock.model.ClosedException;
import dev.drydock.model.ContainerPort;
import dev.drydock.model.ContainerState;
import dev.drydock.model.Endpoint;
import dev.drydock.model.ExecResult;
import dev.drydock.model.LogLine;
import dev.drydock.ready.Readiness;
import dev.drydock.runtime.Container;
import dev.drydock.spec.ContainerSpec;
import dev.drydock.spec.ExecSpec;
import dev.drydock.spec.FileContent;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/** A ready container of a session. */
final class LiveContainer implements Container {

  private final LiveSession session;
  private final Hub hub;
  private final Ledger.Entry entry;
  private final ContainerSpec spec;
  private final LiveTarget target;
  private final List<Subscription> following = new CopyOnWriteArrayList<>();

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

  private Engine engine(String wish) {
    session.requireOpen(wish + " " + target.name());
    if (!session.holds(entry)) {
      throw new ClosedException(
          "Cannot " + wish + " " + target.name() + ": its handle is closed.", null);
    }
    return hub.engine();
  }

  @Override
  public Endpoint endpoint(ContainerPort containerPort) {
    engine("give an endpoint of");
    return target.endpoint(containerPort);
  }

  @Override
  public ContainerState state() {
    return engine("inspect").containers().inspect(id()).state();
  }

  @Override
  public List<LogLine> logs() {
    List<LogLine> lines = new ArrayList<>();
    try (LogStream stream =
        engine("read the log of").containers().logs(id(), target.facts().tty(), -1, false)) {
      for (LogLine line = stream.next(); line != null; line = stream.next()) {
        lines.add(line);
      }
    }
    return lines;
  }

  @Override
  public Subscription followLogs(Consumer<LogLine> consumer) {
    LogStream stream =
        engine("follow the log of").containers().logs(id(), target.facts().tty(), -1, true);
    AtomicReference<LogPump> self = new AtomicReference<>();
    LogPump pump =
        LogPump.start(hub.threads(), stream, consumer, () -> following.remove(self.get()));
    self.set(pump);
    following.add(pump);
    if (pump.hasEnded()) {
      following.remove(pump);
    }
    return pump;
  }

  @Override
  public ExecResult exec(ExecSpec command) {
    return engine("run a command in").containers().exec(id(), command);
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
  public void copyOut(String containerPath, Path destination) {
    FilesOut.copy(engine("copy out of"), id(), containerPath, destination);
  }

  @Override
  public void await(Readiness readiness, Duration timeout) {
    Engine engine = engine("wait for");
    ContainerPlanner.requirePublished(spec, readiness);
    LiveTarget fresh = new LiveTarget(engine, hub.threads(), target.name());
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
            engine, target.name(), engine.containers().inspect(id()), wanted, timeout, outcome);
      }
    } finally {
      hub.events().forget(id(), listener);
      fresh.stopReadingLog();
    }
  }

  @Override
  public void stop(Duration grace) {
    engine("stop").containers().stop(id(), grace);
  }

  @Override
  public void close() {
    closeAll(session, List.of(this));
  }

  /** Closes containers of one session side by side. */
  static void closeAll(LiveSession session, Collection<LiveContainer> containers) {
    session.remove(containers.stream().map(each -> each.entry).toList());
    for (LiveContainer each : containers) {
      each.following.forEach(Subscription::close);
    }
  }

  @Override
  public String toString() {
    return target.name();
  }
}
