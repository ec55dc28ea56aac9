package dev.drydock.internal.session;

import dev.drydock.engine.CreatedContainer;
import dev.drydock.engine.Engine;
import dev.drydock.engine.ProcessStream;
import dev.drydock.internal.cleanup.Ledger;
import dev.drydock.model.ClosedException;
import dev.drydock.model.ContainerState;
import dev.drydock.runtime.Container;
import dev.drydock.runtime.UnstartedContainer;
import dev.drydock.spec.ContainerSpec;
import dev.drydock.spec.FileContent;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

/** A container of a session that was made and not started. */
final class LiveUnstarted implements UnstartedContainer {

  private final LiveSession session;
  private final Ledger.Entry entry;
  private final ContainerSpec spec;
  private final String title;
  private final CreatedContainer created;
  private final AtomicBoolean started = new AtomicBoolean();

  LiveUnstarted(
      LiveSession session,
      Ledger.Entry entry,
      ContainerSpec spec,
      String title,
      CreatedContainer created) {
    this.session = session;
    this.entry = entry;
    this.spec = spec;
    this.title = title;
    this.created = created;
  }

  private Engine engine(String wish) {
    session.requireOpen(wish + " " + title);
    if (!session.holds(entry)) {
      throw new ClosedException("Cannot " + wish + " " + title + ": its handle is closed.", null);
    }
    return session.hub().engine();
  }

  Ledger.Entry entry() {
    return entry;
  }

  CreatedContainer created() {
    return created;
  }

  @Override
  public String id() {
    return created.id();
  }

  @Override
  public String name() {
    return entry.name();
  }

  @Override
  public ContainerSpec spec() {
    return spec;
  }

  @Override
  public ContainerState state() {
    return engine("inspect").containers().inspect(id()).state();
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
  public void copyOut(String containerPath, Path target) {
    FilesOut.copy(engine("copy out of"), id(), containerPath, target);
  }

  @Override
  public ProcessStream attach() {
    return engine("attach to").containers().execs().attach(id(), created.tty(), spec.stdin());
  }

  /** The same, whose start is under way: it is not started by its holder. */
  LiveUnstarted underWay() {
    started.set(true);
    return this;
  }

  @Override
  public Container start() {
    engine("start");
    if (!started.compareAndSet(false, true)) {
      throw new IllegalStateException(title + " was started before; use the handle of that start.");
    }
    return new ContainerStart(session, spec, title).startCreated(entry, created);
  }

  @Override
  public void close() {
    session.remove(entry);
  }

  @Override
  public String toString() {
    return title + ", not started";
  }
}
