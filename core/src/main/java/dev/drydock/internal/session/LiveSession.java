package dev.drydock.internal.session;

import dev.drydock.engine.Leftover;
import dev.drydock.internal.cleanup.Labels;
import dev.drydock.internal.cleanup.Ledger;
import dev.drydock.model.EngineException;
import dev.drydock.model.ExecResult;
import dev.drydock.model.ImageName;
import dev.drydock.model.RemovalException;
import dev.drydock.model.image.ImageOrigin;
import dev.drydock.runtime.BuiltImage;
import dev.drydock.runtime.Container;
import dev.drydock.runtime.Group;
import dev.drydock.runtime.GroupMember;
import dev.drydock.runtime.HostPort;
import dev.drydock.runtime.Image;
import dev.drydock.runtime.Network;
import dev.drydock.runtime.Service;
import dev.drydock.runtime.Session;
import dev.drydock.runtime.StartHooks;
import dev.drydock.runtime.UnstartedContainer;
import dev.drydock.runtime.Volume;
import dev.drydock.spec.ContainerSpec;
import dev.drydock.spec.NetworkSpec;
import dev.drydock.spec.PullPolicy;
import dev.drydock.spec.VolumeSpec;
import dev.drydock.spec.image.ImageSource;
import dev.drydock.spec.image.ImageSpec;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A session on a hub. */
final class LiveSession implements Session {

  private final Hub hub;
  private final String id;
  private final Ledger ledger;
  private final AtomicInteger made = new AtomicInteger();
  private final List<Preparation> prepared = new CopyOnWriteArrayList<>();
  private final Queue<HostPort> hostPorts = new ConcurrentLinkedQueue<>();
  private final Queue<Network> networks = new ConcurrentLinkedQueue<>();
  private final Map<Ledger.Entry, LogFile> logFiles = new ConcurrentHashMap<>();
  private final Set<String> claims = ConcurrentHashMap.newKeySet();
  private final Set<LiveContainer> followed = ConcurrentHashMap.newKeySet();

  LiveSession(Hub hub, String id) {
    this.hub = hub;
    this.id = id;
    this.ledger = new Ledger("its session");
  }

  Hub hub() {
    return hub;
  }

  Ledger ledger() {
    return ledger;
  }

  @Override
  public String id() {
    return id;
  }

  /** Drydock's labels for what is made now. */
  Map<String, String> labels() {
    return Labels.of(id, hub.owner());
  }

  /**
   * Takes what only one at a time can have, after whoever is on the way out.
   *
   * @throws dev.drydock.model.InterruptedWaitException when the thread is interrupted
   */
  void claim(Set<String> wanted) {
    hub.backgroundCloses().claims().awaitFree(wanted);
    claims.addAll(wanted);
  }

  /** A name that nothing else on the engine has. */
  String freshName(String hint) {
    return "drydock-" + hint + "-" + id.substring(0, 8) + "-" + made.incrementAndGet();
  }

  /** Whether it has made networks, which other sessions' containers may be on. */
  boolean hasNetworks() {
    return ledger.holdsAny(Leftover.Kind.NETWORK);
  }

  void requireOpen(String wish) {
    ledger.requireOpen(wish);
  }

  boolean holds(Ledger.Entry entry) {
    return ledger.holds(entry);
  }

  /** Removes one thing, unless it is gone already. */
  void remove(Ledger.Entry entry) {
    remove(List.of(entry));
  }

  /** Removes those that are not gone already, side by side. */
  void remove(List<Ledger.Entry> entries) {
    List<Ledger.Entry> left = entries.stream().filter(ledger::holds).toList();
    if (!left.isEmpty()) {
      finishLogs(left);
      hub.removal().remove(ledger, left, labels());
    }
  }

  /** Keeps the log of a container in a file, to its end. */
  void keepLog(Ledger.Entry entry, LogFile file) {
    logFiles.put(entry, file);
  }

  /** Where the log of a container is kept, in words, or nothing. */
  String keptLog(Ledger.Entry entry) {
    LogFile file = logFiles.get(entry);
    return file == null ? "" : " Its log is in " + file.path() + ".";
  }

  /** Reads logs that are kept to their ends, which the removal would cut off, side by side. */
  private void finishLogs(List<Ledger.Entry> entries) {
    if (logFiles.isEmpty()) {
      return;
    }
    List<CompletableFuture<Void>> running = new ArrayList<>();
    for (Ledger.Entry each : entries) {
      LogFile file = logFiles.get(each);
      if (file != null) {
        running.add(CompletableFuture.runAsync(() -> file.finish(hub.engine()), hub.threads()));
      }
    }
    for (CompletableFuture<Void> each : running) {
      each.join();
    }
  }

  @Override
  public Container start(ContainerSpec wanted) {
    ContainerSpec spec = settled(wanted);
    return new ContainerStart(this, spec, spec.image().toString()).run();
  }

  @Override
  public Container start(ContainerSpec wanted, StartHooks hooks) {
    ContainerSpec spec = settled(wanted);
    return new ContainerStart(this, spec, spec.image().toString(), hooks).run();
  }

  @Override
  public UnstartedContainer create(ContainerSpec wanted) {
    ContainerSpec spec = settled(wanted);
    return new ContainerStart(this, spec, spec.image().toString()).create();
  }

  @Override
  public ExecResult run(ContainerSpec spec) {
    return new OneOff(this, settled(spec)).run();
  }

  @Override
  public <H> H start(Service<H> service) {
    return start(service, null);
  }

  /** Starts a service under the name its group gave it, if any. */
  <H> H start(Service<H> service, @Nullable String member) {
    return attach(service, service.toSpec(), member);
  }

  /** Starts a service with a description that was made of its own. */
  <H> H attach(Service<H> service, ContainerSpec wanted, @Nullable String member) {
    ContainerSpec spec = settled(wanted);
    String title = member == null ? spec.image().toString() : member + " (" + spec.image() + ")";
    Container container = new ContainerStart(this, spec, title).run();
    try {
      return service.attach(container);
    } catch (RuntimeException | Error e) {
      try {
        container.close();
      } catch (RuntimeException left) {
        e.addSuppressed(left);
      }
      throw e;
    }
  }

  @Override
  public Group startAll(Collection<GroupMember<?>> members) {
    return new GroupStart(this, members, null).run();
  }

  @Override
  public Group startAll(Network network, Collection<GroupMember<?>> members) {
    return new GroupStart(this, members, network).run();
  }

  /** Makes a network ahead; the next call of {@link #network()} hands it out. */
  Network prepareNetwork() {
    Network network = new NetworkMaking(this, NetworkSpec.of()).ahead();
    networks.add(network);
    return network;
  }

  @Override
  public Network network(NetworkSpec spec) {
    Network ahead = spec.equals(NetworkSpec.of()) ? networks.poll() : null;
    return ahead == null ? new NetworkMaking(this, spec).run() : ahead;
  }

  @Override
  public Network adoptNetwork(String name) {
    return LiveNetwork.adopt(this, name);
  }

  @Override
  public Volume volume(VolumeSpec spec) {
    return new VolumeMaking(this).make(spec);
  }

  @Override
  public Image image(ImageName name, PullPolicy policy) {
    return new SessionImages(this).named(name, policy);
  }

  @Override
  public Volume adoptVolume(String name) {
    return new VolumeMaking(this).adopt(name);
  }

  @Override
  public Image image(ImageSource source) {
    return new SessionImages(this).of(source);
  }

  @Override
  public BuiltImage image(ImageSpec spec) {
    return new ImageBuild(this, spec).run();
  }

  /** The description with the image it is to be made of, which is made if need be. */
  ContainerSpec settled(ContainerSpec spec) {
    ImageOrigin origin = spec.imageOrigin();
    return origin == null
        ? spec
        : spec.withImage(new SessionImages(this).of(origin).name())
            .withPullPolicy(PullPolicy.never());
  }

  /** Makes something of this entry, or leaves nothing. */
  <T> T make(Ledger.Entry entry, Ledger.Creation<T> creation) {
    try {
      return ledger.create(entry, () -> hub.create(entry.name(), creation::create));
    } catch (EngineException e) {
      if (e.status() >= 400 && !entry.nameIsOurs()) {
        // The engine said no: what has that name is not ours.
        ledger.strike(entry);
      } else {
        undo(entry, e);
      }
      throw e;
    } catch (RuntimeException | Error e) {
      undo(entry, e);
      throw e;
    }
  }

  /** Removes what a failure may have left; what cannot be removed now stays for the close. */
  void undo(Ledger.Entry entry, Throwable failure) {
    try {
      remove(entry);
    } catch (RuntimeException e) {
      failure.addSuppressed(e);
    }
  }

  @Override
  public HostPort hostPort(int port) {
    requireOpen("open a port of this machine");
    HostPort opened = hub.hostListeners().open(port);
    hostPorts.add(opened);
    if (ledger.isClosed()) {
      opened.close();
      requireOpen("open a port of this machine");
    }
    return opened;
  }

  @Override
  public void prepare(ContainerSpec spec) {
    requireOpen("prepare " + spec.image());
    if (Preparation.isHarmless(spec)) {
      prepared.add(Preparation.begin(this, spec));
    }
  }

  /** The container that was prepared for such a description, if any; it is taken once. */
  @Nullable Preparation takePrepared(ContainerSpec spec) {
    for (Preparation each : List.copyOf(prepared)) {
      if (each.isFor(spec) && prepared.remove(each)) {
        return each;
      }
    }
    return null;
  }

  /** Whether everything that was prepared and not taken is for one of these descriptions. */
  boolean isPreparedOnlyFor(Collection<ContainerSpec> specs) {
    return prepared.stream().allMatch(each -> specs.stream().anyMatch(each::isFor));
  }

  /** Removes one such container that was prepared and not taken; false when there is none. */
  boolean giveUpPrepared(Predicate<Ledger.Entry> which) {
    for (Preparation each : List.copyOf(prepared)) {
      if (which.test(each.entry()) && prepared.remove(each)) {
        each.giveUp(this);
        return true;
      }
    }
    return false;
  }

  /** Removes the networks that were made ahead and not handed out, after what is on them. */
  void giveUpNetworks() {
    for (Network each = networks.poll(); each != null; each = networks.poll()) {
      try {
        while (giveUpPrepared(entry -> true)) {
          // One after the other.
        }
        each.close();
      } catch (EngineException | RemovalException e) {
        // It is this session's still, whose close tries again and tells.
      }
    }
  }

  /** Somebody follows the log of this one, whose last lines come after its removal. */
  void isFollowed(LiveContainer container) {
    followed.add(container);
  }

  @Override
  public void closeInBackground() {
    ledger.shut();
    hub.backgroundCloses().begin(this, Set.copyOf(claims));
  }

  @Override
  public void close() {
    List<Ledger.Entry> entries = ledger.close();
    finishLogs(entries);
    try {
      hub.removal().remove(ledger, entries, labels());
      LiveContainer.letGoOfLogs(followed);
    } finally {
      for (HostPort each : hostPorts) {
        each.close();
      }
    }
    for (Ledger.Entry each : entries) {
      if (each.kind() == Leftover.Kind.IMAGE) {
        hub.forgetName(each);
      }
    }
    hub.forget(this);
  }

  @Override
  public String toString() {
    return "session " + id;
  }
}
