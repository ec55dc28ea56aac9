package dev.drydock.internal.docker;

import dev.drydock.engine.Capability;
import dev.drydock.engine.ContainerFacts;
import dev.drydock.engine.ContainerPlan;
import dev.drydock.engine.CreatedContainer;
import dev.drydock.engine.Engine;
import dev.drydock.engine.EngineAddress;
import dev.drydock.engine.EngineDetails;
import dev.drydock.engine.EngineEvent;
import dev.drydock.engine.EngineFile;
import dev.drydock.engine.EngineInfo;
import dev.drydock.engine.EngineProvider;
import dev.drydock.engine.ImageFacts;
import dev.drydock.engine.Leftover;
import dev.drydock.engine.LogStream;
import dev.drydock.engine.NetworkPlan;
import dev.drydock.engine.Subscription;
import dev.drydock.engine.VolumePlan;
import dev.drydock.model.ContainerPort;
import dev.drydock.model.ExecResult;
import dev.drydock.model.ImageName;
import dev.drydock.model.NoEngineException;
import dev.drydock.model.RegistryCredentials;
import dev.drydock.ready.Verdict;
import dev.drydock.spec.ExecSpec;
import dev.drydock.spec.FileContent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** An engine that speaks the Docker Engine API: Docker, or Podman's service. */
final class DockerEngine implements Engine {

  static final String KIND = "docker";

  static final Duration FIRST_ANSWER = EngineProvider.FIRST_ANSWER;

  private static final int LOCAL_PROXY_MILLIS = 25;
  private static final int REMOTE_PROXY_MILLIS = 100;
  private static final int MOST_PROXY_MILLIS = 2000;

  private final EngineAddress address;
  private final Handshake handshake;
  private final Set<Capability> capabilities;
  private final Dialer dialer;
  private final HostPorts hostPorts;
  private final ConnectionPool pool;
  private final Api api;
  private final KnownNames names = new KnownNames();
  private final PortCheck portCheck;

  private DockerEngine(
      EngineAddress address,
      Dialer dialer,
      ConnectionPool pool,
      Api api,
      Handshake handshake,
      Set<Capability> capabilities,
      int hangUpMillis) {
    this.address = address;
    this.dialer = dialer;
    this.hostPorts = dialer.hostPorts();
    this.pool = pool;
    this.api = api;
    this.handshake = handshake;
    this.capabilities = capabilities;
    this.portCheck =
        new PortCheck(capabilities.contains(Capability.CONTAINER_ADDRESSES), hangUpMillis);
  }

  /**
   * Connects.
   *
   * @param wantedVersion the value of {@code DOCKER_API_VERSION}
   * @throws NoEngineException when no engine answers within the time
   */
  static DockerEngine connect(
      EngineAddress address, @Nullable String wantedVersion, Duration limit) {
    ApiVersion wanted = null;
    if (wantedVersion != null && !wantedVersion.isBlank()) {
      wanted = ApiVersion.parse(wantedVersion.trim());
      if (wanted == null) {
        throw new NoEngineException(
            "DOCKER_API_VERSION must look like 1.41, was " + wantedVersion, null);
      }
    }
    return connect(address, dialer(address), wanted, limit);
  }

  /** Connects by this way. */
  static DockerEngine connect(
      EngineAddress address, Dialer dialer, @Nullable ApiVersion wanted, Duration limit) {
    ConnectionPool pool = new ConnectionPool(dialer, limit, ConnectionPool.IDLE);
    boolean done = false;
    try {
      Handshake handshake = Handshake.with(address, dialer, pool, wanted, limit);
      Api api = new Api(address, pool, new Json(), handshake.version());
      DockerEngine engine =
          new DockerEngine(
              address,
              dialer,
              pool,
              api,
              handshake,
              capabilities(address, handshake.version()),
              hangUpMillis(address, pool, limit));
      done = true;
      return engine;
    } finally {
      if (!done) {
        pool.close();
        dialer.close();
      }
    }
  }

  /**
   * How long what stands before a container's port may take to hang up when nobody listens behind
   * it. Over SSH every connection is a new program there and here: the time is measured.
   */
  private static int hangUpMillis(EngineAddress address, ConnectionPool pool, Duration limit) {
    if (!"ssh".equals(address.uri().getScheme())) {
      return ChannelDialer.isRemote(address) ? REMOTE_PROXY_MILLIS : LOCAL_PROXY_MILLIS;
    }
    long start = System.nanoTime();
    try (Response response =
        pool.exchange(Request.get("/_ping").onFreshConnection().within(limit))) {
      response.bytes();
    } catch (IOException e) {
      throw new NoEngineException("it answered once, and then no more: " + e.getMessage(), e);
    }
    long millis = 3 * TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
    return (int) Math.min(Math.max(millis, REMOTE_PROXY_MILLIS), MOST_PROXY_MILLIS);
  }

  private static Dialer dialer(EngineAddress address) {
    try {
      return Dialer.to(address);
    } catch (IOException e) {
      throw new NoEngineException(String.valueOf(e.getMessage()), e);
    }
  }

  private static Set<Capability> capabilities(EngineAddress address, ApiVersion version) {
    Set<Capability> capabilities = EnumSet.noneOf(Capability.class);
    if (!ChannelDialer.isRemote(address)) {
      capabilities.add(Capability.LOCAL_FILES);
      if (belongsToRoot(Path.of(address.uri().getPath()))) {
        capabilities.add(Capability.CONTAINER_ADDRESSES);
      }
    }
    if (version.isAtLeast(ApiVersion.SEVERAL_NETWORKS)) {
      capabilities.add(Capability.SEVERAL_NETWORKS_AT_CREATE);
    }
    return capabilities;
  }

  /**
   * The networks of an engine that a plain user runs, and of one in a virtual machine, are not
   * those of this machine, though they may have the same addresses.
   */
  private static boolean belongsToRoot(Path socket) {
    try {
      return "Linux".equals(System.getProperty("os.name"))
          && Integer.valueOf(0).equals(Files.getAttribute(socket, "unix:uid"));
    } catch (IOException | UnsupportedOperationException e) {
      return false;
    }
  }

  @Override
  public EngineInfo info() {
    return new EngineInfo(
        KIND,
        handshake.product(),
        api.version().toString(),
        handshake.operatingSystem(),
        address,
        capabilities);
  }

  @Override
  public EngineDetails details() {
    return Details.of(api);
  }

  @Override
  public CreatedContainer create(ContainerPlan plan) {
    return containers().create(plan);
  }

  @Override
  public void upload(String containerId, Map<String, FileContent> files) {
    String what = "copy files to " + names.describe("container", containerId);
    String url = Url.of(Containers.path(containerId, "/archive")).with("path", "/").toString();
    api.call(
        Request.of("PUT", url)
            .header("Content-Type", "application/x-tar")
            .body(new Upload(files, what))
            .eachStepWithin(Api.WORK),
        what);
  }

  @Override
  public void download(String containerId, String path, EngineFile.Visitor visitor) {
    String what = "copy " + path + " out of " + names.describe("container", containerId);
    new Download(api, containerId, what, visitor).run(path);
  }

  @Override
  public void start(String containerId) {
    containers().start(containerId);
  }

  @Override
  public ContainerFacts inspect(String containerId) {
    return containers().inspect(containerId);
  }

  @Override
  public Verdict accepts(ContainerFacts container, ContainerPort port) {
    return portCheck.accepts(container, port);
  }

  @Override
  public ExecResult exec(String containerId, ExecSpec command) {
    return new Execs(api, names).run(containerId, command);
  }

  @Override
  public LogStream attach(String containerId, boolean tty) {
    return new Streams(api, names).attach(containerId, tty);
  }

  @Override
  public LogStream logs(String containerId, boolean tty, int tail, boolean follow) {
    return new Streams(api, names).logs(containerId, tty, tail, follow);
  }

  @Override
  public void stop(String containerId, Duration grace) {
    containers().stop(containerId, grace);
  }

  @Override
  public void removeContainer(String idOrName) {
    containers().remove(idOrName);
  }

  @Override
  public String createNetwork(NetworkPlan plan) {
    return new Networks(api, names).create(plan);
  }

  @Override
  public void removeNetwork(String idOrName) {
    new Networks(api, names).remove(idOrName);
  }

  @Override
  public void createVolume(VolumePlan plan) {
    new Volumes(api).create(plan);
  }

  @Override
  public void removeVolume(String name) {
    new Volumes(api).remove(name);
  }

  @Override
  public void pull(
      ImageName image, @Nullable RegistryCredentials credentials, Consumer<String> progress) {
    new Pull(api, image, credentials, progress).run();
  }

  @Override
  public ImageFacts inspectImage(ImageName image) {
    return DockerJava.over(api, address).inspectImage(image);
  }

  @Override
  public Subscription events(
      Map<String, String> labels, Consumer<EngineEvent> events, Runnable broken) {
    return EventSubscription.open(api, labels, events, broken);
  }

  @Override
  public List<Leftover> find(Map<String, String> labels) {
    return new Leftovers(api).find(labels);
  }

  @Override
  public List<String> watchdogCommand(Map<String, String> labels) {
    String path = System.getenv("PATH");
    return watchdogCommand(labels, path == null ? "/usr/local/bin:/usr/bin:/bin" : path);
  }

  /** Looks for programs in these directories. */
  List<String> watchdogCommand(Map<String, String> labels, String searchPath) {
    return WatchdogCommand.of(address, api, labels, searchPath);
  }

  @Override
  public void close() {
    pool.close();
    hostPorts.close();
    dialer.close();
  }

  private Containers containers() {
    // Podman gives the process ten seconds before it removes the container by force.
    boolean killsGently = handshake.product().startsWith("Libpod/");
    return new Containers(api, address, hostPorts, names, killsGently);
  }
}
