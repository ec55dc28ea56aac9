package dev.drydock.internal.session;

import dev.drydock.engine.ContainerPlan;
import dev.drydock.engine.CreatedContainer;
import dev.drydock.internal.cleanup.Ledger;
import dev.drydock.model.InterruptedWaitException;
import dev.drydock.spec.ContainerSpec;
import dev.drydock.spec.Mount;
import dev.drydock.spec.NetworkAttachment;
import dev.drydock.spec.PortBinding;
import dev.drydock.spec.PullPolicy;
import dev.drydock.spec.container.Namespaces;
import dev.drydock.spec.container.Security;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A container that is made and started before anybody has asked for it. */
final class Preparation {

  private final ContainerSpec spec;
  private final Ledger.Entry entry;
  private final List<String> onDisk;
  private final CompletableFuture<CreatedContainer> started = new CompletableFuture<>();

  private Preparation(ContainerSpec spec, Ledger.Entry entry) {
    this.spec = spec;
    this.entry = entry;
    this.onDisk = OnDisk.of(spec);
  }

  /** Whether it takes nothing that another container might need meanwhile. */
  static boolean isHarmless(ContainerSpec spec) {
    return spec.name() == null
        && spec.networkMode() == null
        && spec.networks().stream().allMatch(Preparation::hasNoAddress)
        && spec.imageOrigin() == null
        && spec.pullPolicy().equals(PullPolicy.missing())
        && spec.ports().stream().mapToInt(PortBinding::hostPort).allMatch(port -> port == 0)
        && spec.mounts().stream().allMatch(Mount.Tmpfs.class::isInstance)
        && keepsToItself(spec);
  }

  private static boolean keepsToItself(ContainerSpec spec) {
    Security security = spec.security();
    Namespaces namespaces = spec.namespaces();
    return spec.devices().isEmpty()
        && spec.gpus() == null
        && spec.restartPolicy() == null
        && (security == null || !security.isWider())
        && (namespaces == null || namespaces.equals(Namespaces.own()));
  }

  private static boolean hasNoAddress(NetworkAttachment network) {
    return network.ipv4() == null && network.ipv6() == null && network.mac() == null;
  }

  /** Begins it on a thread of Drydock's own. */
  static Preparation begin(LiveSession session, ContainerSpec spec) {
    ContainerStart start = new ContainerStart(session, spec, spec.image().toString());
    ContainerPlan plan = start.plan();
    Preparation preparation = new Preparation(spec, start.entry(plan));
    session
        .hub()
        .threads()
        .execute(
            () -> {
              try {
                preparation.started.complete(start.makeAhead(preparation.entry, plan));
              } catch (Throwable e) {
                log().debug("{} could not be prepared; its start will tell.", spec.image(), e);
                preparation.started.completeExceptionally(e);
              }
            });
    return preparation;
  }

  boolean isFor(ContainerSpec wanted) {
    return spec.makesSameContainerAs(wanted) && onDisk.equals(OnDisk.of(wanted));
  }

  Ledger.Entry entry() {
    return entry;
  }

  /** The container; to be asked after {@link #awaitEnd} has said that there is one. */
  CreatedContainer created() {
    return started.join();
  }

  /**
   * Waits until the container has been started, or could not be.
   *
   * @throws InterruptedWaitException when the thread is interrupted; its flag is set again, and the
   *     container is removed once it is made
   */
  boolean awaitEnd(LiveSession session) {
    try {
      var unused = started.get();
      return true;
    } catch (InterruptedException e) {
      var unused = started.thenAccept(created -> undo(session));
      Thread.currentThread().interrupt();
      throw new InterruptedWaitException(
          "Interrupted while " + spec.image() + " was being prepared.", e);
    } catch (ExecutionException e) {
      return false;
    }
  }

  /**
   * Removes the container.
   *
   * @throws InterruptedWaitException when the thread is interrupted before it is made
   */
  void giveUp(LiveSession session) {
    if (awaitEnd(session)) {
      undo(session);
    }
  }

  private void undo(LiveSession session) {
    session.undo(entry, new CancellationException("not wanted any more"));
  }

  /** Looked up when there is something to say: finding the logging back end costs a cold start. */
  private static Logger log() {
    return LoggerFactory.getLogger("dev.drydock.prepare");
  }
}
