package dev.drydock.spec;

import dev.drydock.model.ContainerPort;
import dev.drydock.model.DataSize;
import dev.drydock.model.ImageName;
import dev.drydock.model.LogLine;
import dev.drydock.model.LogSource;
import dev.drydock.model.NetworkRef;
import dev.drydock.model.Platform;
import dev.drydock.model.Secrets;
import dev.drydock.model.image.ImageOrigin;
import dev.drydock.ready.Readiness;
import dev.drydock.spec.container.Device;
import dev.drydock.spec.container.Dns;
import dev.drydock.spec.container.Gpus;
import dev.drydock.spec.container.LogDriver;
import dev.drydock.spec.container.Namespaces;
import dev.drydock.spec.container.Resources;
import dev.drydock.spec.container.RestartPolicy;
import dev.drydock.spec.container.Security;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.event.Level;

/**
 * What container is wanted: an immutable description; each {@code with…} returns a changed copy and
 * refuses a wrong value at once. Nothing exists until a session starts it.
 */
public final class ContainerSpec {

  /** How long a start may take until the container is ready, when nothing is said. */
  public static final Duration DEFAULT_START_TIMEOUT = Duration.ofSeconds(60);

  private final ContainerDraft draft;

  private ContainerSpec(ContainerDraft draft) {
    this.draft = draft;
  }

  /**
   * A container of this image.
   *
   * @throws IllegalArgumentException when the text is not an image name
   */
  public static ContainerSpec of(String image) {
    return of(ImageName.parse(image));
  }

  /** A container of this image. */
  public static ContainerSpec of(ImageName image) {
    return new ContainerSpec(new ContainerDraft(image));
  }

  /**
   * A container of an image that is built, or had in another way, when the container is started;
   * see {@code dev.drydock.spec.image}. Until then {@link #image()} is a name for people.
   */
  public static ContainerSpec of(ImageOrigin origin) {
    ContainerDraft draft = new ContainerDraft(origin.title());
    draft.imageOrigin = origin;
    return new ContainerSpec(draft);
  }

  private ContainerSpec edit(Consumer<ContainerDraft> change) {
    ContainerDraft copy = new ContainerDraft(draft);
    change.accept(copy);
    return new ContainerSpec(copy);
  }

  /** Of this image instead (replaces). */
  public ContainerSpec withImage(ImageName image) {
    return edit(
        copy -> {
          copy.image = image;
          copy.imageOrigin = null;
        });
  }

  /**
   * With this name on the engine (replaces); it must be free, so it forbids a second such
   * container.
   *
   * @throws IllegalArgumentException when the engine would not take such a name
   */
  public ContainerSpec withName(String name) {
    String valid = Names.require("container name", name);
    return edit(copy -> copy.name = valid);
  }

  /** Without a name of its own: Drydock gives one. */
  public ContainerSpec withoutName() {
    return edit(copy -> copy.name = null);
  }

  /**
   * With this environment variable (puts).
   *
   * @throws IllegalArgumentException when the name is empty or holds {@code =}
   */
  public ContainerSpec withEnv(String name, String value) {
    String valid = requireVariable(name);
    return edit(
        copy -> {
          copy.env.put(valid, value);
          copy.envFromFiles.remove(valid);
        });
  }

  /** The name of an environment variable. */
  static String requireVariable(String name) {
    if (name.isEmpty() || name.indexOf('=') >= 0) {
      throw new IllegalArgumentException(
          "environment variable name must not be empty or hold '=', was \"" + name + "\"");
    }
    return name;
  }

  /** With these environment variables (puts). */
  public ContainerSpec withEnv(Map<String, String> variables) {
    ContainerSpec spec = this;
    for (Map.Entry<String, String> each : variables.entrySet()) {
      spec = spec.withEnv(each.getKey(), each.getValue());
    }
    return spec;
  }

  /**
   * With the environment variables of this file (puts), in the form of the {@code docker} command:
   * lines {@code NAME=value}, taken as they are; {@code NAME} alone for the value that this process
   * has, if any; {@code #} begins a comment. It is read now. Its values are shown and recorded
   * nowhere.
   *
   * @throws IllegalArgumentException when it cannot be read, or a line is wrong
   */
  public ContainerSpec withEnvFile(Path file) {
    Map<String, String> variables = EnvFile.read(file, System.getenv());
    return edit(
        copy -> {
          copy.env.putAll(variables);
          copy.envFromFiles.addAll(variables.keySet());
        });
  }

  /** Without this environment variable, unless the image sets it. */
  public ContainerSpec withoutEnv(String name) {
    return edit(
        copy -> {
          copy.env.remove(name);
          copy.envFromFiles.remove(name);
        });
  }

  /**
   * With this TCP port published on a free host port from 10000 to 29999 (appends), which stays the
   * same while the container lives.
   *
   * @throws IllegalArgumentException when the port is not 1 to 65535
   */
  public ContainerSpec withPort(int containerPort) {
    return withPort(ContainerPort.tcp(containerPort));
  }

  /**
   * With this port published as by {@link #withPort(int)} (appends); one that has a fixed host port
   * keeps it.
   */
  public ContainerSpec withPort(ContainerPort containerPort) {
    return edit(copy -> copy.ports.putIfAbsent(containerPort, new PortBinding(containerPort, 0)));
  }

  /**
   * With this TCP port published on this host port (appends). Two such containers cannot run side
   * by side: prefer {@link #withPort(int)}.
   *
   * @throws IllegalArgumentException when a port is not 1 to 65535, or the host port is named
   *     already
   */
  public ContainerSpec withFixedPort(int hostPort, int containerPort) {
    return withFixedPort(hostPort, ContainerPort.tcp(containerPort));
  }

  /** With this port published on this host port (appends); see {@link #withFixedPort(int, int)}. */
  public ContainerSpec withFixedPort(int hostPort, ContainerPort containerPort) {
    return withFixedPort("", hostPort, containerPort);
  }

  /**
   * With this port published on this host port at this address of the engine's host only (appends);
   * see {@link #withFixedPort(int, int)}.
   *
   * @param hostAddress an IP address, for example {@code 127.0.0.1}; empty for all
   */
  public ContainerSpec withFixedPort(
      String hostAddress, int hostPort, ContainerPort containerPort) {
    if (hostPort < 1 || hostPort > 65535) {
      throw new IllegalArgumentException("host port must be 1 to 65535, was " + hostPort);
    }
    PortBinding binding = new PortBinding(containerPort, hostPort, hostAddress);
    for (PortBinding each : draft.ports.values()) {
      if (each.meets(binding) && !each.containerPort().equals(containerPort)) {
        throw new IllegalArgumentException(
            "host port must be given once, was given to container ports "
                + each.containerPort()
                + " and "
                + containerPort
                + ": "
                + hostPort);
      }
    }
    return edit(copy -> copy.ports.put(containerPort, binding));
  }

  /** Without any port named so far, those of the image too. */
  public ContainerSpec withoutPorts() {
    return edit(
        copy -> {
          copy.ports.clear();
          copy.imagePorts = false;
        });
  }

  /** With every port that the image names by {@code EXPOSE} published and waited for too. */
  public ContainerSpec withImagePorts() {
    return edit(copy -> copy.imagePorts = true);
  }

  /** With this command, word by word, instead of the image's {@code CMD} (replaces). */
  public ContainerSpec withCommand(String... words) {
    return edit(copy -> copy.command = List.of(words));
  }

  /** With this entry point, word by word, instead of the image's {@code ENTRYPOINT} (replaces). */
  public ContainerSpec withEntrypoint(String... words) {
    return edit(copy -> copy.entrypoint = List.of(words));
  }

  /**
   * With this label (puts).
   *
   * @throws IllegalArgumentException when the key is empty, or begins with {@code dev.drydock},
   *     which is Drydock's
   */
  public ContainerSpec withLabel(String key, String value) {
    String own = Names.requireLabel(key);
    return edit(copy -> copy.labels.put(own, value));
  }

  /**
   * Run as this user: a name or number, with an optional {@code :group} (replaces).
   *
   * @throws IllegalArgumentException when it is empty
   */
  public ContainerSpec withUser(String user) {
    String valid = Names.requireText("user", user);
    return edit(copy -> copy.user = valid);
  }

  /** Run in this directory of the container (replaces). */
  public ContainerSpec withWorkingDirectory(String directory) {
    String valid = requireDirectory(directory);
    return edit(copy -> copy.workingDirectory = valid);
  }

  /** A directory of a container, of Linux or Windows. */
  static String requireDirectory(String directory) {
    if (!directory.startsWith("/") && !directory.matches("[A-Za-z]:[\\\\/].*")) {
      throw new IllegalArgumentException("working directory must be absolute, was " + directory);
    }
    return directory;
  }

  /** A member of this group too: a name or number (appends). {@code HostConfig.GroupAdd}. */
  public ContainerSpec withGroup(String group) {
    if (group.isBlank()) {
      throw new IllegalArgumentException("group must be a name or number, was \"" + group + "\"");
    }
    return edit(copy -> copy.groups.add(group));
  }

  /** Without any further group named so far. */
  public ContainerSpec withoutGroups() {
    return edit(copy -> copy.groups.clear());
  }

  /**
   * With this name for itself (replaces); others find it by its name and aliases on a network.
   * {@code Hostname}.
   *
   * @throws IllegalArgumentException when it is not a host's name
   */
  public ContainerSpec withHostname(String hostname) {
    String valid = Names.requireHost("hostname", hostname);
    return edit(copy -> copy.hostname = valid);
  }

  /**
   * In this domain by its own account (replaces). {@code Domainname}.
   *
   * @throws IllegalArgumentException when it is not a host's name
   */
  public ContainerSpec withDomain(String domain) {
    String valid = Names.requireHost("domain", domain);
    return edit(copy -> copy.domain = valid);
  }

  /** With a terminal (replaces): standard error is then part of standard output. {@code Tty}. */
  public ContainerSpec withTty() {
    return edit(copy -> copy.tty = true);
  }

  /**
   * With a standard input that stays open until the first who attaches to it ends it (replaces);
   * else the main process sees its end at once. {@code OpenStdin}, {@code StdinOnce}.
   */
  public ContainerSpec withStdin() {
    return edit(copy -> copy.stdin = true);
  }

  /**
   * With a small first process that passes signals on and buries orphans (replaces); the engine
   * brings it. {@code HostConfig.Init}.
   */
  public ContainerSpec withInit() {
    return edit(copy -> copy.init = true);
  }

  /**
   * Asked to end by this signal (replaces): {@code SIGINT}, {@code INT} or a number. {@code
   * StopSignal}.
   *
   * @throws IllegalArgumentException when it is no signal in shape
   */
  public ContainerSpec withStopSignal(String signal) {
    String valid = Names.requireSignal(signal);
    return edit(copy -> copy.stopSignal = valid);
  }

  /**
   * Killed when it has not ended within this time of being asked to by the engine itself
   * (replaces); in whole seconds, rounded up. {@code Container.stop(grace)} brings its own. {@code
   * StopTimeout}.
   *
   * @throws IllegalArgumentException when it is negative
   */
  public ContainerSpec withStopTimeout(Duration timeout) {
    if (timeout.isNegative()) {
      throw new IllegalArgumentException("stop timeout must be 0 or more, was " + timeout);
    }
    return edit(copy -> copy.stopTimeout = timeout);
  }

  /** Run by this runtime of the engine (replaces): {@code runsc}. {@code HostConfig.Runtime}. */
  public ContainerSpec withRuntime(String runtime) {
    if (runtime.isBlank()) {
      throw new IllegalArgumentException("runtime must be named, was \"" + runtime + "\"");
    }
    return edit(copy -> copy.runtime = runtime);
  }

  /**
   * Started again by the engine when its main process ends (replaces). A wait for log lines, and
   * who follows the log, get those of every run. {@code HostConfig.RestartPolicy}.
   */
  public ContainerSpec withRestartPolicy(RestartPolicy policy) {
    return edit(copy -> copy.restartPolicy = policy);
  }

  /** Not started again (the default). */
  public ContainerSpec withoutRestartPolicy() {
    return edit(copy -> copy.restartPolicy = null);
  }

  /** With a log that the engine keeps in this way (replaces). {@code HostConfig.LogConfig}. */
  public ContainerSpec withLogDriver(LogDriver driver) {
    return edit(copy -> copy.logDriver = driver);
  }

  /**
   * With at most this much memory (replaces); short for {@code withResources(r ->
   * r.withMemory(memory))}.
   *
   * @throws IllegalArgumentException when it is under 6 MiB, the engine's least
   */
  public ContainerSpec withMemory(DataSize memory) {
    return withResources(resources -> resources.withMemory(memory));
  }

  /**
   * With what it may use of its host changed so: {@code withResources(r -> r.withCpus(1.5))}. What
   * an engine cannot limit is refused before anything is made.
   */
  public ContainerSpec withResources(UnaryOperator<Resources> change) {
    Resources before = draft.resources;
    Resources changed = change.apply(before == null ? Resources.unlimited() : before);
    return edit(copy -> copy.resources = changed);
  }

  /** With what it may do changed so: {@code withSecurity(s -> s.withReadOnlyRoot())}. */
  public ContainerSpec withSecurity(UnaryOperator<Security> change) {
    Security before = draft.security;
    Security changed = change.apply(before == null ? Security.standard() : before);
    return edit(copy -> copy.security = changed);
  }

  /** With what it sees of others changed so: {@code withNamespaces(n -> n.withHostPid())}. */
  public ContainerSpec withNamespaces(UnaryOperator<Namespaces> change) {
    Namespaces before = draft.namespaces;
    Namespaces changed = change.apply(before == null ? Namespaces.own() : before);
    return edit(copy -> copy.namespaces = changed);
  }

  /** With how it finds names changed so: {@code withDns(d -> d.withHost("db", "10.0.0.7"))}. */
  public ContainerSpec withDns(UnaryOperator<Dns> change) {
    Dns before = draft.dns;
    Dns changed = change.apply(before == null ? Dns.standard() : before);
    return edit(copy -> copy.dns = changed);
  }

  /** With this device of the engine's host (appends). {@code HostConfig.Devices}. */
  public ContainerSpec withDevice(Device device) {
    return edit(copy -> copy.devices.add(device));
  }

  /**
   * With the device of the engine's host at this path, at the same path, for all uses (appends).
   */
  public ContainerSpec withDevice(String path) {
    return withDevice(new Device(path, path, "rwm"));
  }

  /** Without any device named so far. */
  public ContainerSpec withoutDevices() {
    return edit(copy -> copy.devices.clear());
  }

  /** With these graphics processors (replaces). {@code HostConfig.DeviceRequests}. */
  public ContainerSpec withGpus(Gpus gpus) {
    return edit(copy -> copy.gpus = gpus);
  }

  /**
   * Of an image for this platform, where its name stands for images of several (replaces). A
   * platform that the engine does not have is refused before anything is made, unless {@code
   * drydock.emulation=allowed} says that it can run programs for foreign processors. {@code POST
   * /containers/create?platform=…}, API 1.41.
   */
  public ContainerSpec withPlatform(Platform platform) {
    return edit(copy -> copy.platform = platform);
  }

  /**
   * Of an image for this platform, for example {@code linux/arm64}; see {@link
   * #withPlatform(Platform)}.
   *
   * @throws IllegalArgumentException when it is no platform
   */
  public ContainerSpec withPlatform(String platform) {
    return withPlatform(Platform.parse(platform));
  }

  /**
   * On this network, reachable there under its name and these aliases (appends: a network, or more
   * aliases on one that was named).
   *
   * @throws IllegalArgumentException when an alias is empty, or the description has a network mode
   */
  public ContainerSpec withNetwork(NetworkRef network, String... aliases) {
    NetworkAttachment attachment = NetworkAttachment.to(network);
    for (NetworkAttachment each : draft.networks) {
      attachment = each.network().equals(network) ? each : attachment;
    }
    for (String each : aliases) {
      attachment = attachment.aliases().contains(each) ? attachment : attachment.withAlias(each);
    }
    return withNetwork(attachment);
  }

  /**
   * On this network, with these aliases and addresses (appends; another attachment to the same
   * network is replaced). On the first network its ports are published.
   *
   * @throws IllegalArgumentException when the description has a network mode
   */
  public ContainerSpec withNetwork(NetworkAttachment attachment) {
    requireEither(draft.networkMode, attachment);
    return edit(
        copy -> {
          copy.networks.removeIf(each -> each.network().equals(attachment.network()));
          copy.networks.add(attachment);
        });
  }

  /**
   * With this network mode (replaces): the host's network, none, another container's, instead of
   * networks of its own.
   *
   * @throws IllegalArgumentException when the description has a network
   */
  public ContainerSpec withNetworkMode(NetworkMode mode) {
    if (!draft.networks.isEmpty()) {
      requireEither(mode, draft.networks.get(0));
    }
    return edit(copy -> copy.networkMode = mode);
  }

  /** With no network mode: on its networks, or on the engine's default one. */
  public ContainerSpec withoutNetworkMode() {
    return edit(copy -> copy.networkMode = null);
  }

  private static void requireEither(@Nullable NetworkMode mode, NetworkAttachment attachment) {
    if (mode != null) {
      throw new IllegalArgumentException(
          "a container has networks or a network mode, not both, was on network "
              + attachment.network().name()
              + " and in mode "
              + mode.word());
    }
  }

  /** On no network named so far. */
  public ContainerSpec withoutNetworks() {
    return edit(copy -> copy.networks.clear());
  }

  /**
   * With this mount (appends; one at the same container path, or from the same container, takes its
   * place).
   */
  public ContainerSpec withMount(Mount mount) {
    return edit(
        copy -> {
          copy.mounts.removeIf(each -> each.isReplacedBy(mount));
          copy.mounts.add(mount);
        });
  }

  /** Without any mount named so far. */
  public ContainerSpec withoutMounts() {
    return edit(copy -> copy.mounts.clear());
  }

  /**
   * With this file at this absolute container path before the start (puts); all files go in one
   * upload.
   */
  public ContainerSpec withFile(String containerPath, FileContent content) {
    if (!containerPath.startsWith("/")) {
      throw new IllegalArgumentException(
          "file path in the container must be absolute, was " + containerPath);
    }
    return edit(copy -> copy.files.put(containerPath, content));
  }

  /**
   * With this secret as the file {@code /run/secrets/NAME}, readable by every user of the container
   * (puts); it is shown and recorded nowhere. It lies in the container's own layer and goes with
   * it, but is in an image that is made of the container too, of which {@code commit()} warns.
   *
   * @throws IllegalArgumentException when the name is not one of a file
   */
  public ContainerSpec withSecret(String name, FileContent content) {
    String valid = Names.require("secret name", name);
    return withFile("/run/secrets/" + valid, content.asSecret());
  }

  /** Without any file named so far. */
  public ContainerSpec withoutFiles() {
    return edit(copy -> copy.files.clear());
  }

  /** With this healthcheck instead of the image's (replaces). */
  public ContainerSpec withHealthcheck(Healthcheck healthcheck) {
    return edit(copy -> copy.healthcheck = healthcheck);
  }

  /** Ready when this holds (replaces). */
  public ContainerSpec withReadiness(Readiness readiness) {
    return edit(copy -> copy.readiness = readiness);
  }

  /**
   * Ready within this time of the engine's start, or the start fails (replaces); it does not count
   * the pull.
   */
  public ContainerSpec withStartTimeout(Duration timeout) {
    if (timeout.isNegative() || timeout.isZero()) {
      throw new IllegalArgumentException("start timeout must be more than 0, was " + timeout);
    }
    return edit(copy -> copy.startTimeout = timeout);
  }

  /** Made anew and tried again until so many starts have failed (replaces). */
  public ContainerSpec withStartAttempts(int attempts) {
    if (attempts < 1) {
      throw new IllegalArgumentException("start attempts must be 1 or more, was " + attempts);
    }
    return edit(copy -> copy.startAttempts = attempts);
  }

  /** Pulled when this policy says so (replaces). */
  public ContainerSpec withPullPolicy(PullPolicy policy) {
    return edit(copy -> copy.pullPolicy = policy);
  }

  /**
   * With every log line, from the first, handed to this consumer on a thread of its own (appends);
   * those of later runs too, when the container is started again.
   */
  public ContainerSpec withLogConsumer(Consumer<LogLine> consumer) {
    return edit(copy -> copy.logConsumers.add(consumer));
  }

  /** With no log consumer named so far. */
  public ContainerSpec withoutLogConsumers() {
    return edit(copy -> copy.logConsumers.clear());
  }

  /**
   * With every log line, from the first, logged at INFO by this logger (replaces); those of later
   * runs too, when the container is started again. The MDC holds the container's name as {@code
   * container} and {@code STDOUT} or {@code STDERR} as {@code stream}.
   */
  public ContainerSpec withLogger(Logger logger) {
    return withLogger(logger, Level.INFO, Level.INFO);
  }

  /** With every log line logged by this logger, at one level a stream (replaces). */
  public ContainerSpec withLogger(Logger logger, Level stdout, Level stderr) {
    return edit(
        copy -> {
          copy.logger = logger;
          copy.stdoutLevel = stdout;
          copy.stderrLevel = stderr;
        });
  }

  /**
   * With every log line, from the first to the last, written to this file (replaces), as {@code
   * TIME stdout TEXT}; those of later runs too, when the container is started again. The file is
   * made, with its directories, or written anew. It stays when the container is removed: before
   * that, the container is stopped and its log read to the end, which costs one engine call more.
   */
  public ContainerSpec withLogFile(Path file) {
    return edit(copy -> copy.logFile = file);
  }

  /** With no file for the log (the default, unless {@code drydock.logs.dir} is set). */
  public ContainerSpec withoutLogFile() {
    return edit(copy -> copy.logFile = null);
  }

  /** With a wish that one kind of engine alone understands (appends). */
  public ContainerSpec withEngineOption(EngineOption option) {
    return edit(copy -> copy.engineOptions.add(option));
  }

  /** With no engine option named so far. */
  public ContainerSpec withoutEngineOptions() {
    return edit(copy -> copy.engineOptions.clear());
  }

  /** The image as the user named it. */
  public ImageName image() {
    return draft.image;
  }

  /** What the image is to be made of; null when it is one that has its name. */
  public @Nullable ImageOrigin imageOrigin() {
    return draft.imageOrigin;
  }

  /** The wanted name, or null for one of Drydock's own. */
  public @Nullable String name() {
    return draft.name;
  }

  /** The environment variables besides the image's, sorted. */
  public Map<String, String> env() {
    return new TreeMap<>(draft.env);
  }

  /** The names of those variables that came of files, whose values are shown nowhere. */
  public Set<String> envFromFiles() {
    return new TreeSet<>(draft.envFromFiles);
  }

  /** The published ports, in the order they were named. */
  public List<PortBinding> ports() {
    return List.copyOf(draft.ports.values());
  }

  /** Whether the image's own ports are published too. */
  public boolean imagePorts() {
    return draft.imagePorts;
  }

  /** The command, or null for the image's. */
  public @Nullable List<String> command() {
    return draft.command;
  }

  /** The entry point, or null for the image's. */
  public @Nullable List<String> entrypoint() {
    return draft.entrypoint;
  }

  /** The labels besides Drydock's own, sorted. */
  public Map<String, String> labels() {
    return new TreeMap<>(draft.labels);
  }

  /** The user, or null for the image's. */
  public @Nullable String user() {
    return draft.user;
  }

  /** The directory, or null for the image's. */
  public @Nullable String workingDirectory() {
    return draft.workingDirectory;
  }

  /** The further groups. */
  public List<String> groups() {
    return List.copyOf(draft.groups);
  }

  /** Its name for itself, or null for one that the engine gives. */
  public @Nullable String hostname() {
    return draft.hostname;
  }

  /** Its domain, or null for none. */
  public @Nullable String domain() {
    return draft.domain;
  }

  /** Whether it has a terminal. */
  public boolean tty() {
    return draft.tty;
  }

  /** Whether its standard input stays open. */
  public boolean stdin() {
    return draft.stdin;
  }

  /** Whether the engine's small first process runs in it. */
  public boolean init() {
    return draft.init;
  }

  /** The signal that asks it to end, or null for the image's. */
  public @Nullable String stopSignal() {
    return draft.stopSignal;
  }

  /** How long it may take to end, or null for the engine's 10 s. */
  public @Nullable Duration stopTimeout() {
    return draft.stopTimeout;
  }

  /** The runtime, or null for the engine's own. */
  public @Nullable String runtime() {
    return draft.runtime;
  }

  /** When it is started again, or null for never. */
  public @Nullable RestartPolicy restartPolicy() {
    return draft.restartPolicy;
  }

  /** How its log is kept, or null for the engine's way. */
  public @Nullable LogDriver logDriver() {
    return draft.logDriver;
  }

  /** What it may use of its host, or null when nothing is said. */
  public @Nullable Resources resources() {
    return draft.resources;
  }

  /** What it may do, or null when nothing is said. */
  public @Nullable Security security() {
    return draft.security;
  }

  /** What it sees of others, or null when nothing is said. */
  public @Nullable Namespaces namespaces() {
    return draft.namespaces;
  }

  /** How it finds names, or null when nothing is said. */
  public @Nullable Dns dns() {
    return draft.dns;
  }

  /** The devices. */
  public List<Device> devices() {
    return List.copyOf(draft.devices);
  }

  /** The graphics processors, or null for none. */
  public @Nullable Gpus gpus() {
    return draft.gpus;
  }

  /** The most memory, or null for no limit. */
  public @Nullable DataSize memory() {
    Resources resources = draft.resources;
    return resources == null ? null : resources.memory();
  }

  /** The platform, or null for the engine's own. */
  public @Nullable Platform platform() {
    return draft.platform;
  }

  /** The network mode, or null when there is none: then the networks say. */
  public @Nullable NetworkMode networkMode() {
    return draft.networkMode;
  }

  /** The networks; none means the engine's default, unless there is a network mode. */
  public List<NetworkAttachment> networks() {
    return List.copyOf(draft.networks);
  }

  /** The mounts. */
  public List<Mount> mounts() {
    return List.copyOf(draft.mounts);
  }

  /** The files, by container path. */
  public Map<String, FileContent> files() {
    return new LinkedHashMap<>(draft.files);
  }

  /** The healthcheck, or null for the image's. */
  public @Nullable Healthcheck healthcheck() {
    return draft.healthcheck;
  }

  /** When it is ready. */
  public Readiness readiness() {
    return draft.readiness;
  }

  /** How long a start may take. */
  public Duration startTimeout() {
    return draft.startTimeout;
  }

  /** How many starts are tried. */
  public int startAttempts() {
    return draft.startAttempts;
  }

  /** When the image is pulled. */
  public PullPolicy pullPolicy() {
    return draft.pullPolicy;
  }

  /** The log consumers. */
  public List<Consumer<LogLine>> logConsumers() {
    return List.copyOf(draft.logConsumers);
  }

  /** Where the log lines are logged, or null for nowhere. */
  public @Nullable Logger logger() {
    return draft.logger;
  }

  /** At which level a line of this stream is logged; null while there is no logger. */
  public @Nullable Level logLevel(LogSource stream) {
    return stream == LogSource.STDOUT ? draft.stdoutLevel : draft.stderrLevel;
  }

  /** The file of the log, or null for none. */
  public @Nullable Path logFile() {
    return draft.logFile;
  }

  /** The wishes that one kind of engine alone understands. */
  public List<EngineOption> engineOptions() {
    return List.copyOf(draft.engineOptions);
  }

  /**
   * Whether only the words are said that nearly every description says: none of terminal, signals,
   * host's name, groups, resources, security, namespaces, DNS, devices, restarts, log driver or
   * runtime. Then a back end need not look for them.
   */
  public boolean isPlain() {
    return draft.isPlain();
  }

  /**
   * Whether the engine would make the same container of both: they differ at most in when it is
   * ready, how long and how often that is tried, and who reads the log.
   */
  public boolean makesSameContainerAs(ContainerSpec other) {
    return draft.madeOf().equals(other.draft.madeOf());
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ContainerSpec that && draft.values().equals(that.draft.values());
  }

  @Override
  public int hashCode() {
    return draft.values().hashCode();
  }

  private Map<String, String> maskedEnv() {
    Map<String, String> masked = Secrets.mask(draft.env);
    draft.envFromFiles.forEach(each -> masked.put(each, "***"));
    return masked;
  }

  /** The image and what was said of it; values whose names look like secrets are masked. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder("container of ").append(draft.image);
    if (draft.name != null) {
      text.append(" named ").append(draft.name);
    }
    if (!draft.ports.isEmpty()) {
      text.append(", ports ").append(draft.ports.keySet());
    }
    if (!draft.env.isEmpty()) {
      text.append(", env ").append(maskedEnv());
    }
    if (draft.resources != null) {
      text.append(", ").append(draft.resources);
    }
    if (draft.security != null) {
      text.append(", security ").append(draft.security);
    }
    if (draft.command != null) {
      text.append(", command ").append(Secrets.maskWords(draft.command));
    }
    return text.toString();
  }
}
