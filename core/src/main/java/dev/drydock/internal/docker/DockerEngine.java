package dev.drydock.internal.docker;

import dev.drydock.engine.Capability;
import dev.drydock.engine.Engine;
import dev.drydock.engine.EngineAddress;
import dev.drydock.engine.EngineContainers;
import dev.drydock.engine.EngineDetails;
import dev.drydock.engine.EngineEvent;
import dev.drydock.engine.EngineImages;
import dev.drydock.engine.EngineInfo;
import dev.drydock.engine.EngineNetworks;
import dev.drydock.engine.EngineProvider;
import dev.drydock.engine.EngineVolumes;
import dev.drydock.engine.HostRoute;
import dev.drydock.engine.Leftover;
import dev.drydock.engine.Subscription;
import dev.drydock.model.EngineException;
import dev.drydock.model.NoEngineException;
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

  private final EngineAddress address;
  private final Handshake handshake;
  private final Set<Capability> capabilities;
  private final Dialer dialer;
  private final HostPorts hostPorts;
  private final ConnectionPool pool;
  private final Api api;
  private final KnownNames names = new KnownNames();
  private final Containers containers;

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
    // Podman gives the process ten seconds before it removes the container by force.
    boolean killsGently = handshake.product().startsWith("Libpod/");
    PortCheck portCheck =
        new PortCheck(
            capabilities.contains(Capability.CONTAINER_ADDRESSES), hangUpMillis, hostPorts);
    this.containers = new Containers(api, address, hostPorts, names, portCheck, killsGently);
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
      if (!handshake.isAnnounced()) {
        agree(api, limit);
      }
      DockerEngine engine =
          new DockerEngine(
              address,
              dialer,
              pool,
              api,
              handshake,
              capabilities(address, api.version()),
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

  /** What plans and guards by the version shall not have one that the engine refuses later. */
  private static void agree(Api api, Duration limit) {
    try {
      api.call(Request.get("/_ping").within(limit), "agree on a version of its API");
    } catch (EngineException e) {
      throw new NoEngineException(String.valueOf(e.getMessage()), e);
    }
  }

  /**
   * How long what stands before a container's port may take to hang up when nobody listens behind
   * it. Over SSH every connection is a new program there and here: the time is measured, on the
   * connection that they share; {@link HostPorts#way} tells when that is lost.
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
      if (Api.isInterrupt(e)) {
        throw Api.interrupted("connecting to the engine at " + address, e);
      }
      throw new NoEngineException("it answered once, and then no more: " + e.getMessage(), e);
    }
    long millis = 3 * TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
    return (int) Math.min(Math.max(millis, REMOTE_PROXY_MILLIS), PortCheck.MOST_HANG_UP_MILLIS);
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
  public boolean answers(Duration limit) {
    try (Response response =
        pool.exchange(Request.get("/_ping").onFreshConnection().within(limit))) {
      response.bytes();
      return true;
    } catch (IOException e) {
      if (Api.isInterrupt(e)) {
        throw api.broken("tell that it is there", e);
      }
      return false;
    }
  }

  @Override
  public EngineContainers containers() {
    return containers;
  }

  @Override
  public EngineNetworks networks() {
    return new Networks(api, names);
  }

  @Override
  public EngineVolumes volumes() {
    return new Volumes(api);
  }

  @Override
  public EngineImages images() {
    // Docker 20.10 has BuildKit and does not say so; Podman and Windows have a builder of their
    // own.
    boolean buildkit =
        handshake.product().startsWith("Docker/") && handshake.operatingSystem().equals("linux");
    return new Images(api, buildkit);
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
  public HostRoute hostRoute() {
    return new HostRoutes(api, dialer, info()).find();
  }

  @Override
  public boolean knowsPlaceOfPorts() {
    return hostPorts.isDecided();
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
}
