package dev.drydock.spec;

import dev.drydock.model.ContainerPort;
import dev.drydock.model.ImageName;
import dev.drydock.model.LogLine;
import dev.drydock.model.Platform;
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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.event.Level;

/**
 * What a container's description says, changeable; {@code ContainerDraftTest} holds that each field
 * is copied and compared.
 */
final class ContainerDraft {

  final Map<String, String> env;
  final Map<ContainerPort, PortBinding> ports;
  final Map<String, String> labels;
  final List<NetworkAttachment> networks;
  final List<Mount> mounts;
  final Map<String, FileContent> files;
  final List<Consumer<LogLine>> logConsumers;
  final List<EngineOption> engineOptions;
  final Set<String> envFromFiles;
  final List<String> groups;
  final List<Device> devices;
  ImageName image;
  @Nullable ImageOrigin imageOrigin;
  boolean imagePorts;
  @Nullable String name;
  @Nullable List<String> command;
  @Nullable List<String> entrypoint;
  @Nullable String user;
  @Nullable String workingDirectory;
  @Nullable Platform platform;
  @Nullable NetworkMode networkMode;
  @Nullable Healthcheck healthcheck;
  @Nullable Logger logger;
  @Nullable Level stdoutLevel;
  @Nullable Level stderrLevel;
  @Nullable Path logFile;
  @Nullable String hostname;
  @Nullable String domain;
  @Nullable String runtime;
  @Nullable String stopSignal;
  @Nullable Duration stopTimeout;
  @Nullable Gpus gpus;
  @Nullable RestartPolicy restartPolicy;
  @Nullable LogDriver logDriver;
  boolean tty;
  boolean stdin;
  boolean init;
  @Nullable Resources resources;
  @Nullable Security security;
  @Nullable Namespaces namespaces;
  @Nullable Dns dns;
  Readiness readiness = Readiness.byDefault();
  Duration startTimeout = ContainerSpec.DEFAULT_START_TIMEOUT;
  int startAttempts = 1;
  PullPolicy pullPolicy = PullPolicy.missing();

  ContainerDraft(ImageName image) {
    this.image = image;
    env = new TreeMap<>();
    ports = new LinkedHashMap<>();
    labels = new TreeMap<>();
    networks = new ArrayList<>();
    mounts = new ArrayList<>();
    files = new LinkedHashMap<>();
    logConsumers = new ArrayList<>();
    engineOptions = new ArrayList<>();
    envFromFiles = new TreeSet<>();
    groups = new ArrayList<>();
    devices = new ArrayList<>();
  }

  ContainerDraft(ContainerDraft from) {
    image = from.image;
    imageOrigin = from.imageOrigin;
    env = new TreeMap<>(from.env);
    ports = new LinkedHashMap<>(from.ports);
    labels = new TreeMap<>(from.labels);
    networks = new ArrayList<>(from.networks);
    mounts = new ArrayList<>(from.mounts);
    files = new LinkedHashMap<>(from.files);
    logConsumers = new ArrayList<>(from.logConsumers);
    engineOptions = new ArrayList<>(from.engineOptions);
    envFromFiles = new TreeSet<>(from.envFromFiles);
    groups = new ArrayList<>(from.groups);
    devices = new ArrayList<>(from.devices);
    imagePorts = from.imagePorts;
    name = from.name;
    command = from.command;
    entrypoint = from.entrypoint;
    user = from.user;
    workingDirectory = from.workingDirectory;
    platform = from.platform;
    networkMode = from.networkMode;
    healthcheck = from.healthcheck;
    hostname = from.hostname;
    domain = from.domain;
    runtime = from.runtime;
    stopSignal = from.stopSignal;
    stopTimeout = from.stopTimeout;
    gpus = from.gpus;
    restartPolicy = from.restartPolicy;
    logDriver = from.logDriver;
    tty = from.tty;
    stdin = from.stdin;
    init = from.init;
    resources = from.resources;
    security = from.security;
    namespaces = from.namespaces;
    dns = from.dns;
    logger = from.logger;
    stdoutLevel = from.stdoutLevel;
    stderrLevel = from.stderrLevel;
    logFile = from.logFile;
    readiness = from.readiness;
    startTimeout = from.startTimeout;
    startAttempts = from.startAttempts;
    pullPolicy = from.pullPolicy;
  }

  List<@Nullable Object> values() {
    List<@Nullable Object> all = new ArrayList<>(madeOf());
    all.addAll(
        Arrays.asList(
            logConsumers,
            logger,
            stdoutLevel,
            stderrLevel,
            logFile,
            readiness,
            startTimeout,
            startAttempts,
            pullPolicy));
    return all;
  }

  /** Whether only the words are said that nearly every description says. */
  boolean isPlain() {
    return hostname == null
        && domain == null
        && runtime == null
        && stopSignal == null
        && stopTimeout == null
        && gpus == null
        && restartPolicy == null
        && logDriver == null
        && resources == null
        && security == null
        && namespaces == null
        && dns == null
        && !tty
        && !stdin
        && !init
        && groups.isEmpty()
        && devices.isEmpty();
  }

  List<@Nullable Object> madeOf() {
    return Arrays.asList(
        image,
        imageOrigin,
        env,
        ports,
        labels,
        networks,
        mounts,
        files,
        engineOptions,
        imagePorts,
        name,
        command,
        entrypoint,
        user,
        workingDirectory,
        platform,
        networkMode,
        healthcheck,
        envFromFiles,
        groups,
        devices,
        hostname,
        domain,
        runtime,
        stopSignal,
        stopTimeout,
        gpus,
        restartPolicy,
        logDriver,
        tty,
        stdin,
        init,
        resources,
        security,
        namespaces,
        dns);
  }
}
