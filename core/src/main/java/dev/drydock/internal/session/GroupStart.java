package dev.drydock.internal.session;

import dev.drydock.internal.plan.StartOrder;
import dev.drydock.model.InterruptedWaitException;
import dev.drydock.runtime.Container;
import dev.drydock.runtime.Group;
import dev.drydock.runtime.GroupMember;
import dev.drydock.runtime.Network;
import dev.drydock.runtime.Service;
import dev.drydock.spec.ContainerSpec;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** The start of a group: each member as soon as those before it are ready; all, or none. */
final class GroupStart {

  private final LiveSession session;
  private final List<GroupMember<?>> members;
  private final Map<String, List<String>> after;
  private final boolean networkIsOurs;
  private @Nullable Network network;
  private final Map<String, Object> handles = new ConcurrentHashMap<>();
  private final Map<String, LiveContainer> containers = new ConcurrentHashMap<>();

  GroupStart(LiveSession session, Collection<GroupMember<?>> members, @Nullable Network network) {
    this.session = session;
    this.members = List.copyOf(members);
    this.after = StartOrder.check(members);
    this.network = network;
    this.networkIsOurs = network == null && members.size() > 1;
  }

  Group run() {
    session.requireOpen("start " + members);
    if (networkIsOurs) {
      network = session.network();
    }
    return members.size() == 1 ? runOne(members.get(0)) : runAll();
  }

  /** Needs no thread of its own. */
  private Group runOne(GroupMember<?> member) {
    try {
      start(member);
    } catch (RuntimeException | Error e) {
      undo(List.of(), e);
      throw e;
    }
    return started();
  }

  private Group started() {
    return new Started(Map.copyOf(handles), Optional.ofNullable(network));
  }

  private Group runAll() {
    List<Run> running = new ArrayList<>();
    try {
      BlockingQueue<Run> ended = new LinkedBlockingQueue<>();
      List<GroupMember<?>> waiting = new ArrayList<>(members);
      int left = members.size();
      while (left > 0) {
        startThoseWhoCan(waiting, running, ended);
        Run run = ended.take();
        running.remove(run);
        run.requireSuccess();
        left--;
      }
      return started();
    } catch (InterruptedException e) {
      InterruptedWaitException failure =
          new InterruptedWaitException("Interrupted while starting " + members + ".", e);
      undo(running, failure);
      Thread.currentThread().interrupt();
      throw failure;
    } catch (RuntimeException | Error e) {
      undo(running, e);
      throw e;
    }
  }

  private void startThoseWhoCan(
      List<GroupMember<?>> waiting, List<Run> running, BlockingQueue<Run> ended) {
    for (GroupMember<?> each : List.copyOf(waiting)) {
      if (handles.keySet().containsAll(after.getOrDefault(each.name(), List.of()))) {
        waiting.remove(each);
        Run run = new Run(each, ended);
        running.add(run);
        run.future = session.hub().threads().submit(run);
      }
    }
  }

  private <H> void start(GroupMember<H> member) {
    Service<H> service = member.service();
    ContainerSpec spec = service.toSpec();
    Network shared = network;
    if (shared != null && spec.networkMode() == null) {
      spec = spec.withNetwork(shared, member.name());
    }
    H handle =
        session.attach(new Remembering<>(service, member.name(), containers), spec, member.name());
    handles.put(member.name(), handle);
  }

  /** Stops those under way, waits until they have undone themselves, removes those that stand. */
  private void undo(List<Run> running, Throwable failure) {
    for (Run each : running) {
      each.stop();
    }
    for (Run each : running) {
      each.awaitEnd();
    }
    try {
      LiveContainer.closeAll(session, containers.values());
    } catch (RuntimeException e) {
      failure.addSuppressed(e);
    }
    Network shared = network;
    if (networkIsOurs && shared != null) {
      try {
        shared.close();
      } catch (RuntimeException e) {
        failure.addSuppressed(e);
      }
    }
  }

  /** The start of one member on a thread of its own. */
  private final class Run implements Runnable {

    private final GroupMember<?> member;
    private final BlockingQueue<Run> ended;
    private final AtomicBoolean claimed = new AtomicBoolean();
    private final CountDownLatch finished = new CountDownLatch(1);
    private volatile @Nullable Throwable failure;
    private volatile @Nullable Future<?> future;

    Run(GroupMember<?> member, BlockingQueue<Run> ended) {
      this.member = member;
      this.ended = ended;
    }

    @Override
    public void run() {
      if (!claimed.compareAndSet(false, true)) {
        return;
      }
      try {
        start(member);
      } catch (Throwable e) {
        failure = e;
      } finally {
        finished.countDown();
        ended.add(this);
      }
    }

    void requireSuccess() {
      Throwable thrown = failure;
      if (thrown instanceof RuntimeException runtime) {
        throw runtime;
      }
      if (thrown instanceof Error error) {
        throw error;
      }
    }

    /** Interrupts it, or keeps it from beginning. */
    void stop() {
      if (claimed.compareAndSet(false, true)) {
        finished.countDown();
        return;
      }
      Future<?> running = future;
      if (running != null) {
        running.cancel(true);
      }
    }

    /** Returns when it has undone what it had made. */
    void awaitEnd() {
      boolean interrupted = false;
      while (true) {
        try {
          finished.await();
          break;
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private record Remembering<H>(
      Service<H> service, String name, Map<String, LiveContainer> containers)
      implements Service<H> {

    @Override
    public ContainerSpec toSpec() {
      return service.toSpec();
    }

    @Override
    public H attach(Container container) {
      containers.put(name, (LiveContainer) container);
      return service.attach(container);
    }
  }

  private record Started(Map<String, Object> handles, Optional<Network> network) implements Group {

    @Override
    @SuppressWarnings("unchecked")
    public <H> H get(GroupMember<H> member) {
      Object handle = handles.get(member.name());
      if (handle == null) {
        throw new IllegalArgumentException(
            "the group has no member " + member.name() + "; it has " + handles.keySet());
      }
      return (H) handle;
    }
  }
}
