package dev.drydock.internal.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drydock.engine.ArchivedImage;
import dev.drydock.engine.BuildOutcome;
import dev.drydock.engine.BuildPlan;
import dev.drydock.engine.Capability;
import dev.drydock.engine.ContainerFacts;
import dev.drydock.engine.ContainerPlan;
import dev.drydock.engine.CreatedContainer;
import dev.drydock.engine.Engine;
import dev.drydock.engine.EngineAddress;
import dev.drydock.engine.EngineContainers;
import dev.drydock.engine.EngineDetails;
import dev.drydock.engine.EngineEvent;
import dev.drydock.engine.EngineExecs;
import dev.drydock.engine.EngineFile;
import dev.drydock.engine.EngineImages;
import dev.drydock.engine.EngineInfo;
import dev.drydock.engine.EngineLife;
import dev.drydock.engine.EngineNetworks;
import dev.drydock.engine.EngineOffers;
import dev.drydock.engine.EngineVolumes;
import dev.drydock.engine.HostRoute;
import dev.drydock.engine.ImageFacts;
import dev.drydock.engine.ImageSummary;
import dev.drydock.engine.LayerProgress;
import dev.drydock.engine.Leftover;
import dev.drydock.engine.LogPlan;
import dev.drydock.engine.LogStream;
import dev.drydock.engine.NetworkFacts;
import dev.drydock.engine.NetworkPlan;
import dev.drydock.engine.RootPlan;
import dev.drydock.engine.Subscription;
import dev.drydock.engine.VolumeFacts;
import dev.drydock.engine.VolumePlan;
import dev.drydock.engine.VolumeUser;
import dev.drydock.model.ContainerAddress;
import dev.drydock.model.ContainerPort;
import dev.drydock.model.ContainerState;
import dev.drydock.model.DataSize;
import dev.drydock.model.Endpoint;
import dev.drydock.model.EngineException;
import dev.drydock.model.ExecResult;
import dev.drydock.model.Health;
import dev.drydock.model.ImageException;
import dev.drydock.model.ImageName;
import dev.drydock.model.LogLine;
import dev.drydock.model.Platform;
import dev.drydock.model.RegistryCredentials;
import dev.drydock.model.image.HistoryEntry;
import dev.drydock.model.image.ImageConfig;
import dev.drydock.model.image.ImageDetails;
import dev.drydock.model.image.ImageLayer;
import dev.drydock.ready.Verdict;
import dev.drydock.spec.ExecSpec;
import dev.drydock.spec.FileContent;
import dev.drydock.spec.NetworkAttachment;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** An engine in memory that does what it is told and keeps a list of what it was asked. */
final class FakeEngine implements Engine {

  Map<ContainerPort, Endpoint> endpoints = Map.of();

  boolean knowsPlaceOfPorts = true;

  /** What was asked, in order, for example {@code start web}. */
  final List<String> calls = new CopyOnWriteArrayList<>();

  /** What exists, by kind and name, for example {@code container web}. */
  final Map<String, Map<String, String>> things = new ConcurrentHashMap<>();

  /**
   * Runs before a call is carried out; may throw. The word is the call's name in {@link #calls}.
   */
  volatile Consumer<String> before = call -> {};

  /** Has a call wait until it may go on. */
  static void hold(CountDownLatch goOn) {
    try {
      assertThat(goOn.await(10, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** Runs after a container was started, with its name. */
  volatile Consumer<String> afterStart = name -> {};

  /** Images that must be pulled first. */
  final Set<String> missingImages = ConcurrentHashMap.newKeySet();

  /** Which image a name means; the others mean the same one. */
  final Map<String, String> imageIds = new ConcurrentHashMap<>();

  /** The images that containers were to be made of, in order. */
  final List<String> images = new CopyOnWriteArrayList<>();

  volatile @Nullable Instant created;
  volatile @Nullable Instant tagged;

  /** When an image was given a name, where that is not as of all others. */
  final Map<String, Instant> taggedAt = new ConcurrentHashMap<>();

  /** What the details of an image are, where they are more than its size. */
  final Map<String, ImageDetails> detailed = new ConcurrentHashMap<>();

  /** The details of an image that a build kept under this hash. */
  static ImageDetails details(
      ImageSummary image,
      String hash,
      @Nullable Instant created,
      List<ImageLayer> layers,
      List<HistoryEntry> history) {
    ImageConfig config =
        new ImageConfig(
            Map.of(),
            List.of(),
            List.of(),
            "",
            "",
            List.of(),
            List.of(),
            hash.isEmpty() ? Map.of() : Map.of("dev.drydock.kept", hash),
            "",
            List.of());
    return new ImageDetails(
        image.id(), image.names(), List.of(), null, created, image.size(), config, layers, history);
  }

  /** What a list of images tells. */
  volatile List<ImageSummary> summaries = List.of();

  volatile Verdict port = Verdict.ready();
  volatile Set<Capability> capabilities = Set.of();

  /** How containers come to this machine; null when that is not told. */
  volatile @Nullable HostRoute hostRoute;

  /** Who follows the events of one container, and what is run when the connection breaks. */
  volatile BiFunction<Consumer<EngineEvent>, Runnable, Subscription> following =
      (events, broken) -> () -> {};

  private final List<Consumer<EngineEvent>> listeners = new CopyOnWriteArrayList<>();
  private final Map<String, Integer> exited = new ConcurrentHashMap<>();

  private void call(String call) {
    calls.add(call);
    before.accept(call);
  }

  /** Lets a container's process end. */
  void die(String name, int exitCode) {
    exited.put(name, exitCode);
    tellEnd(name, exitCode);
  }

  /** Tells of an end, which may be that of an earlier run. */
  void tellEnd(String name, int exitCode) {
    for (Consumer<EngineEvent> each : listeners) {
      each.accept(new EngineEvent(name, EngineEvent.Kind.DIED, exitCode));
    }
  }

  @Override
  public boolean knowsPlaceOfPorts() {
    return knowsPlaceOfPorts;
  }

  @Override
  public EngineInfo info() {
    return new EngineInfo(
        "fake", "Fake/1", "1.41", "linux", EngineAddress.parse("unix:///fake"), capabilities);
  }

  @Override
  public boolean answers(Duration limit) {
    return true;
  }

  @Override
  public EngineDetails details() {
    return new EngineDetails(
        "Fake",
        "1",
        "1.41",
        "1.24",
        "linux",
        "amd64",
        "",
        "",
        "",
        "",
        "",
        false,
        1,
        DataSize.ofBytes(1),
        List.of(),
        EngineOffers.unknown());
  }

  private void require(String id) {
    if (!things.containsKey("container " + id)) {
      throw new EngineException(404, "no such container: " + id, null);
    }
  }

  @Override
  public EngineContainers containers() {
    return new Containers();
  }

  @Override
  public HostRoute hostRoute() {
    return hostRoute == null ? Engine.super.hostRoute() : hostRoute;
  }

  @Override
  public EngineNetworks networks() {
    return new Networks();
  }

  @Override
  public EngineVolumes volumes() {
    return new Volumes();
  }

  @Override
  public EngineImages images() {
    return new Images();
  }

  @Override
  public Subscription events(
      Map<String, String> labels, Consumer<EngineEvent> events, Runnable broken) {
    listeners.add(events);
    return () -> listeners.remove(events);
  }

  @Override
  public List<Leftover> find(Map<String, String> labels) {
    List<Leftover> found = new ArrayList<>();
    things.forEach(
        (thing, its) -> {
          if (its.entrySet().containsAll(labels.entrySet())) {
            int space = thing.indexOf(' ');
            String name = thing.substring(space + 1);
            found.add(
                new Leftover(
                    Leftover.Kind.valueOf(thing.substring(0, space).toUpperCase(Locale.ROOT)),
                    name,
                    name,
                    its));
          }
        });
    return found;
  }

  @Override
  public List<String> watchdogCommand(Map<String, String> labels) {
    return List.of();
  }

  @Override
  public void close() {
    calls.add("close");
  }

  private static final class NoLines implements LogStream {
    @Override
    public @Nullable LogLine next() {
      return null;
    }

    @Override
    public void close() {}
  }

  private final class Containers implements EngineContainers {
    @Override
    public CreatedContainer create(ContainerPlan plan) {
      call("create " + plan.name());
      images.add(plan.image().toString());
      if (missingImages.contains(plan.image().toString())) {
        throw new ImageException("no such image: " + plan.image(), null);
      }
      if (things.putIfAbsent("container " + plan.name(), plan.labels()) != null) {
        throw new EngineException(409, "name in use: " + plan.name(), null);
      }
      exited.remove(plan.name());
      return new CreatedContainer(plan.name(), false, List.of());
    }

    @Override
    public void upload(String containerId, String directory, Map<String, FileContent> files) {
      call("upload " + containerId);
    }

    @Override
    public void download(String containerId, String path, EngineFile.Visitor visitor) {
      call("download " + containerId);
    }

    @Override
    public InputStream pack(String containerId, String path) {
      call("pack " + containerId);
      return InputStream.nullInputStream();
    }

    @Override
    public void unpack(String containerId, String path, InputStream archive) {
      call("unpack " + containerId);
    }

    @Override
    public void start(String containerId) {
      call("start " + containerId);
      require(containerId);
      exited.remove(containerId);
      afterStart.accept(containerId);
    }

    @Override
    public ContainerFacts inspect(String containerId) {
      call("inspect " + containerId);
      require(containerId);
      Integer code = exited.get(containerId);
      ContainerState state =
          code == null
              ? new ContainerState.Running(Health.NONE)
              : new ContainerState.Exited(code, false);
      return new ContainerFacts(
          containerId,
          containerId,
          false,
          state,
          Duration.ofMillis(400),
          endpoints,
          List.of(),
          Map.of(),
          null,
          Map.of());
    }

    @Override
    public Verdict accepts(ContainerFacts container, ContainerPort containerPort) {
      return port;
    }

    @Override
    public ExecResult exec(String containerId, ExecSpec command) {
      call("exec " + containerId);
      return ExecResult.of(0, new byte[0], new byte[0]);
    }

    @Override
    public LogStream attach(String containerId, boolean tty) {
      call("attach " + containerId);
      return new NoLines();
    }

    @Override
    public LogStream logs(String containerId, boolean tty, LogPlan plan) {
      call("logs " + containerId);
      return new NoLines();
    }

    @Override
    public void stop(String containerId, Duration grace) {
      call("stop " + containerId);
      die(containerId, 143);
    }

    @Override
    public EngineLife life() {
      return new FakeLife(FakeEngine.this::call, FakeEngine.this::die, following);
    }

    @Override
    public EngineExecs execs() {
      throw new UnsupportedOperationException("streams of processes");
    }

    @Override
    public void remove(String idOrName) {
      call("remove " + idOrName);
      things.remove("container " + idOrName);
      if (!exited.containsKey(idOrName)) {
        die(idOrName, 137);
      }
    }
  }

  private final class Networks implements EngineNetworks {
    @Override
    public String create(NetworkPlan plan) {
      call("network " + plan.name());
      things.put("network " + plan.name(), plan.labels());
      return plan.name();
    }

    @Override
    public NetworkFacts inspect(String idOrName) {
      return new NetworkFacts(idOrName, idOrName, "bridge");
    }

    @Override
    public void connect(String containerId, NetworkAttachment attachment) {
      call("connect " + containerId);
    }

    @Override
    public void disconnect(String containerId, String network) {
      call("disconnect " + containerId);
    }

    @Override
    public List<ContainerAddress> addresses(String containerId) {
      return List.of();
    }

    @Override
    public void remove(String idOrName) {
      call("remove " + idOrName);
      things.remove("network " + idOrName);
    }
  }

  private final class Volumes implements EngineVolumes {
    @Override
    public void create(VolumePlan plan) {
      call("volume " + plan.name());
      things.put("volume " + plan.name(), plan.labels());
    }

    @Override
    public VolumeFacts inspect(String name) {
      return new VolumeFacts(name, "local", things.get("volume " + name));
    }

    @Override
    public List<VolumeUser> users(String name) {
      return List.of();
    }

    @Override
    public void remove(String name) {
      call("remove " + name);
      things.remove("volume " + name);
    }
  }

  private final class Images implements EngineImages {
    @Override
    public void pull(
        ImageName image,
        @Nullable Platform platform,
        @Nullable RegistryCredentials credentials,
        Consumer<LayerProgress> progress) {
      call("pull " + image);
      missingImages.remove(image.toString());
    }

    @Override
    public String push(
        ImageName image,
        @Nullable RegistryCredentials credentials,
        Consumer<LayerProgress> progress) {
      call("push " + image);
      return "sha256:" + "0".repeat(64);
    }

    @Override
    public ImageFacts inspect(ImageName image) {
      if (missingImages.contains(image.toString())) {
        throw new ImageException("no such image: " + image, null);
      }
      return new ImageFacts(
          imageIds.getOrDefault(image.toString(), "sha256:0"),
          List.of(),
          List.of(),
          created,
          taggedAt.getOrDefault(image.toString(), tagged));
    }

    @Override
    public ImageDetails details(String idOrName) {
      ImageSummary image =
          summaries.stream().filter(each -> each.id().equals(idOrName)).findFirst().orElseThrow();
      return detailed.getOrDefault(
          idOrName, FakeEngine.details(image, "", null, List.of(), List.of()));
    }

    @Override
    public void tag(String idOrName, ImageName name) {
      call("tag " + idOrName + " " + name);
      things.put("image " + name, Map.of());
      missingImages.remove(name.toString());
      imageIds.put(name.toString(), idOrName);
    }

    @Override
    public void remove(String idOrName) {
      call("remove " + idOrName);
      things.remove("image " + idOrName);
    }

    @Override
    public void save(List<String> names, OutputStream target) {
      call("save " + names);
    }

    @Override
    public List<ArchivedImage> archived(Path archive) {
      return List.of();
    }

    @Override
    public List<String> load(Path archive) {
      call("load " + archive);
      return List.of();
    }

    @Override
    public String importRoot(RootPlan plan) {
      call("import " + plan.name());
      things.put("image " + plan.name(), plan.labels());
      return "sha256:" + plan.name();
    }

    @Override
    public List<ImageSummary> list(String label) {
      return summaries;
    }

    @Override
    public BuildOutcome build(BuildPlan plan, Consumer<String> log) {
      call("build " + plan.name());
      things.put("image " + plan.name(), plan.labels());
      missingImages.remove(plan.name().toString());
      imageIds.put(plan.name().toString(), "sha256:" + plan.name());
      return new BuildOutcome("sha256:" + plan.name(), List.of(), "", List.of(), "");
    }

    @Override
    public String commit(String containerId, ImageName name, Map<String, String> labels) {
      call("commit " + containerId);
      things.put("image " + name, labels);
      imageIds.put(name.toString(), "sha256:" + name);
      return "sha256:" + name;
    }

    @Override
    public List<ImageName> present() {
      return List.of(ImageName.parse("any:1"));
    }
  }
}
