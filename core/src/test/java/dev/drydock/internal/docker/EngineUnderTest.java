package dev.drydock.internal.docker;

import static org.awaitility.Awaitility.await;

import dev.drydock.Drydock;
import dev.drydock.engine.Engine;
import dev.drydock.engine.EngineAddress;
import dev.drydock.engine.TlsFiles;
import dev.drydock.model.ExecResult;
import dev.drydock.ready.Readiness;
import dev.drydock.runtime.Container;
import dev.drydock.runtime.Network;
import dev.drydock.runtime.Session;
import dev.drydock.spec.ContainerSpec;
import dev.drydock.spec.DockerOption;
import dev.drydock.spec.ExecSpec;
import dev.drydock.spec.FileContent;
import dev.drydock.spec.Mount;
import dev.drydock.spec.NetworkAttachment;
import dev.drydock.spec.NetworkSpec;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An engine that was started for tests, with the tests' images in it. */
final class EngineUnderTest implements AutoCloseable {

  private static final String IMAGES =
      "http://localhost/images/get?names=drydock-test/busybox:1"
          + "&names=drydock-test/base:bookworm&names=drydock-test/nginx:1.22"
          + "&names=drydock-test/registry:2";

  /** All but those that a machine may lack itself. */
  private static final String CAPABILITIES =
      "CHOWN DAC_OVERRIDE DAC_READ_SEARCH FOWNER FSETID KILL SETGID SETUID SETPCAP LINUX_IMMUTABLE"
          + " NET_BIND_SERVICE NET_BROADCAST NET_ADMIN NET_RAW IPC_LOCK IPC_OWNER SYS_MODULE"
          + " SYS_RAWIO SYS_CHROOT SYS_PTRACE SYS_PACCT SYS_ADMIN SYS_BOOT SYS_NICE SYS_TIME"
          + " SYS_TTY_CONFIG MKNOD LEASE AUDIT_WRITE AUDIT_CONTROL SETFCAP MAC_OVERRIDE MAC_ADMIN"
          + " SYSLOG WAKE_ALARM BLOCK_SUSPEND AUDIT_READ";

  private static final String SUBNET = "10.213.71.0/24";
  private static final String FIXED = "10.213.71.2";

  private final EngineAddress address;
  private final @Nullable Container container;
  private final AutoCloseable end;

  private EngineUnderTest(EngineAddress address, @Nullable Container container, AutoCloseable end) {
    this.address = address;
    this.container = container;
    this.end = end;
  }

  /** The engine of this machine. */
  static EngineUnderTest here() {
    return new EngineUnderTest(DockerEngineContractTest.LOCAL, null, () -> {});
  }

  EngineAddress address() {
    return address;
  }

  /** Runs a line of shell beside the engine, in its container. */
  void beside(String line) {
    ExecResult result = container.exec("sh", "-c", line);
    if (result.exitCode() != 0) {
      throw new AssertionError(line + " said " + result);
    }
  }

  Engine connect() {
    return new DockerEngineProvider().connect(address, Duration.ofSeconds(20));
  }

  @Override
  public void close() throws Exception {
    end.close();
  }

  /** Docker in a container: this version, reached in this way. */
  static EngineUnderTest docker(String version, String way) throws Exception {
    ContainerSpec spec = privileged("drydock-test/docker:" + version).withCommand(way);
    Path directory = Files.createTempDirectory("drydock-engine");
    if (way.equals("tls")) {
      TlsProxy.openssl(
          directory,
          "req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=authority"
              + " -keyout ca-key.pem -out ca.pem");
      TlsProxy.certificate(directory, "server", "rsa:2048", "engine,IP:" + FIXED);
      TlsProxy.certificate(directory, "client", "rsa:2048", "client");
      Files.move(directory.resolve("client-cert.pem"), directory.resolve("cert.pem"));
      Files.move(directory.resolve("client-key.pem"), directory.resolve("key.pem"));
      for (String each : List.of("ca.pem", "server-cert.pem", "server-key.pem")) {
        spec = spec.withFile("/certs/" + each, FileContent.path(directory.resolve(each)));
      }
    }
    if (way.equals("ssh")) {
      run(directory, "ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", "key");
      Files.writeString(
          directory.resolve("config"),
          "IdentityFile %s/key\nIdentitiesOnly yes\nStrictHostKeyChecking no\nUserKnownHostsFile %s/known\n"
              .formatted(directory, directory));
      spec =
          spec.withFile(
              "/root/.ssh/authorized_keys", FileContent.path(directory.resolve("key.pub")));
    }
    return inContainer(spec, way, directory);
  }

  /** Podman in a container. */
  static EngineUnderTest podman(String version) throws Exception {
    return inContainer(
        privileged("drydock-test/podman:" + version),
        "tcp",
        Files.createTempDirectory("drydock-engine"));
  }

  private static ContainerSpec privileged(String image) {
    return ContainerSpec.of(image)
        // Where bind mounts of the tests come from.
        .withMount(Mount.bind(Path.of("/tmp"), "/tmp"))
        .withReadiness(Readiness.logLine("The engine is ready."))
        .withEngineOption(DockerOption.createBody(EngineUnderTest::allow));
  }

  @SuppressWarnings("unchecked")
  private static void allow(Map<String, Object> body) {
    Map<String, Object> host = (Map<String, Object>) body.get("HostConfig");
    host.put("CapAdd", List.of(CAPABILITIES.split(" ")));
    host.put("SecurityOpt", List.of("seccomp=unconfined"));
    host.put("MaskedPaths", List.of());
    host.put("ReadonlyPaths", List.of());
    host.put("DeviceCgroupRules", List.of("a *:* rwm"));
    List<Object> devices = new ArrayList<>();
    for (String each : List.of("/dev/fuse", "/dev/net/tun", "/dev/kmsg")) {
      devices.add(Map.of("PathOnHost", each, "PathInContainer", each, "CgroupPermissions", "rwm"));
    }
    host.put("Devices", devices);
  }

  private static EngineUnderTest inContainer(ContainerSpec spec, String way, Path directory) {
    Drydock drydock = Drydock.connect(DockerEngineContractTest.LOCAL);
    boolean done = false;
    try {
      Session session = drydock.openSession();
      Container container = session.start(way.equals("tls") ? fixed(session, spec) : spec);
      ExecResult loaded =
          container.exec(
              ExecSpec.of("sh", "/usr/local/bin/load-images.sh")
                  .withStdin(EngineUnderTest::images));
      if (loaded.exitCode() != 0) {
        throw new AssertionError(loaded.toString());
      }
      String host = container.exec("hostname", "-i").stdout().strip();
      EngineUnderTest engine =
          new EngineUnderTest(
              switch (way) {
                case "ssh" ->
                    EngineAddress.parse("ssh://root@" + host + "?config=" + directory + "/config");
                case "tls" ->
                    EngineAddress.parse("tcp://" + host + ":2376")
                        .withTls(new TlsFiles(directory, true));
                default -> EngineAddress.parse("tcp://" + host + ":2375");
              },
              container,
              () -> {
                drydock.close();
                removeTree(directory);
              });
      done = true;
      return engine;
    } finally {
      if (!done) {
        drydock.close();
        removeTree(directory);
      }
    }
  }

  /** At the address that its certificate is for. */
  private static ContainerSpec fixed(Session session, ContainerSpec spec) {
    Network network = session.network(NetworkSpec.of().withSubnet(SUBNET));
    return spec.withNetwork(NetworkAttachment.to(network).withAddress(FIXED));
  }

  /** The podman of this machine, serving on a socket of its own with a storage of its own. */
  static EngineUnderTest podmanHere() throws Exception {
    return podmanHere("");
  }

  /** The same, which speaks without TLS to this registry. */
  static EngineUnderTest podmanHere(String plainRegistry) throws Exception {
    Path directory = Files.createTempDirectory(Path.of("/var/tmp"), "drydock-podman");
    Path socket = directory.resolve("podman.sock");
    ProcessBuilder serving = podman(directory, "system", "service", "--time=0", "unix://" + socket);
    if (!plainRegistry.isEmpty()) {
      Path registries = directory.resolve("registries.conf");
      Files.writeString(
          registries, "[[registry]]\nlocation = \"" + plainRegistry + "\"\ninsecure = true\n");
      serving.environment().put("CONTAINERS_REGISTRIES_CONF", registries.toString());
    }
    Process service = serving.start();
    EngineUnderTest engine =
        new EngineUnderTest(
            EngineAddress.unix(socket),
            null,
            () -> {
              service.destroy();
              service.waitFor();
              podman(directory, "system", "reset", "--force").start().waitFor();
              awaitUsers(directory);
              removeTree(directory);
            });
    boolean done = false;
    try {
      Process load = podman(directory, "load").start();
      try (InputStream images = images();
          OutputStream to = load.getOutputStream()) {
        images.transferTo(to);
      }
      if (load.waitFor() != 0) {
        throw new AssertionError("podman load: " + Files.readString(directory.resolve("log")));
      }
      await().until(() -> Files.exists(socket) || !service.isAlive());
      done = true;
      return engine;
    } finally {
      if (!done) {
        engine.close();
      }
    }
  }

  private static ProcessBuilder podman(Path directory, String... words) {
    List<String> command = new ArrayList<>(List.of("podman"));
    command.addAll(List.of("--root", directory + "/root", "--runroot", directory + "/run"));
    command.addAll(List.of(words));
    ProcessBuilder builder = new ProcessBuilder(command);
    Path settings = Path.of("../test-images/podman").toAbsolutePath();
    builder.environment().put("CONTAINERS_CONF", settings + "/containers.conf");
    builder.environment().put("CONTAINERS_REGISTRIES_CONF", settings + "/registries.conf");
    return builder
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .redirectError(ProcessBuilder.Redirect.appendTo(directory.resolve("log").toFile()));
  }

  /** An archive of the tests' images, as this machine's engine gives it. */
  static InputStream images() {
    try {
      return new ProcessBuilder(
              "curl", "-sS", "--fail", "--unix-socket", "/var/run/docker.sock", IMAGES)
          .redirectError(ProcessBuilder.Redirect.INHERIT)
          .start()
          .getInputStream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * What cleans up after a container comes later, and would make the directory anew. Now and then
   * one waits for a lock that nobody gives back any more.
   */
  private static void awaitUsers(Path directory) {
    Instant patience = Instant.now().plusSeconds(15);
    await()
        .atMost(Duration.ofSeconds(60))
        .until(
            () -> {
              List<ProcessHandle> users =
                  ProcessHandle.allProcesses()
                      .filter(
                          each ->
                              each.info().commandLine().orElse("").contains(directory.toString()))
                      .toList();
              if (Instant.now().isAfter(patience)) {
                users.forEach(ProcessHandle::destroyForcibly);
              }
              return users.isEmpty();
            });
  }

  /** With what Podman has mounted in it, which keeps it from going otherwise. */
  private static void removeTree(Path directory) {
    String line =
        "while read -r _ at _; do case $at in \"$0\"/*) umount -l \"$at\" ;; esac; done </proc/mounts;"
            + " rm -rf --one-file-system \"$0\"";
    try {
      run(Path.of("/"), "sh", "-c", line, directory.toString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void run(Path directory, String... command) throws IOException {
    Process process =
        new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.onExit().join().exitValue() != 0) {
      throw new AssertionError(String.join(" ", command) + " said " + said);
    }
  }
}
