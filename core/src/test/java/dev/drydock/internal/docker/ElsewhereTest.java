package dev.drydock.internal.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.drydock.Drydock;
import dev.drydock.engine.Forked;
import dev.drydock.model.LogLine;
import dev.drydock.ready.Readiness;
import dev.drydock.runtime.Session;
import dev.drydock.spec.ContainerSpec;
import dev.drydock.spec.Mount;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Drydock in other surroundings: itself in a container, and where no engine runs but Podman is. */
@Tag("engines")
@Timeout(180)
class ElsewhereTest {

  @Test
  void tests_that_run_in_a_container_reach_what_they_start_beside_them() {
    Path java = Path.of(System.getProperty("java.home"));
    Set<Path> seen = new LinkedHashSet<>(List.of(java));
    if (Files.exists(Path.of("/etc/java-17-openjdk"))) {
      seen.add(Path.of("/etc/java-17-openjdk"));
    }
    for (String each : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
      seen.add(Path.of(each));
    }
    ContainerSpec spec =
        ContainerSpec.of("drydock-test/base:bookworm")
            .withMount(Mount.bind(Path.of("/var/run/docker.sock"), "/var/run/docker.sock"))
            .withCommand(program(java).toArray(String[]::new))
            .withReadiness(Readiness.exited(0));
    for (Path each : seen) {
      if (each.isAbsolute() && Files.exists(each)) {
        spec = spec.withMount(Mount.bind(each, each.toString()).asReadOnly());
      }
    }
    try (Drydock drydock = Drydock.connect(DockerEngineContractTest.LOCAL);
        Session session = drydock.openSession()) {
      List<LogLine> said = session.start(spec).logs().lines();
      assertThat(said)
          .extracting(LogLine::text)
          .anyMatch(line -> line.matches("Docker/\\S+ .*serves at 172\\..*: root:x:0:0.*"));
    }
  }

  private static List<String> program(Path java) {
    return List.of(
        java.resolve("bin/java").toString(),
        "-cp",
        System.getProperty("java.class.path"),
        OneContainer.class.getName());
  }

  /** Into the storage that a podman without words of its own has. */
  private static void load(Path conf) throws Exception {
    ProcessBuilder load = new ProcessBuilder("podman", "load");
    load.environment().put("CONTAINERS_CONF", conf.toString());
    Process loading = load.redirectErrorStream(true).start();
    try (InputStream images = EngineUnderTest.images();
        OutputStream to = loading.getOutputStream()) {
      images.transferTo(to);
    }
    String loaded = new String(loading.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(loading.waitFor()).as(loaded).isZero();
  }

  /** Words that have a program see nothing at the engine's socket. */
  private static final List<String> WITHOUT_ENGINE =
      List.of(
          "unshare",
          "--mount",
          "sh",
          "-c",
          "mount --bind /dev/null /var/run/docker.sock && exec \"$@\"",
          "sh");

  @ParameterizedTest
  @ValueSource(strings = {"private", "auto"})
  void without_an_engine_podman_is_started_for_the_run_and_ended_with_it(String wish)
      throws Exception {
    Path conf = Path.of("../test-images/podman/containers.conf").toAbsolutePath();
    load(conf);
    List<String> command = new ArrayList<>(program(Path.of(System.getProperty("java.home"))));
    command.add(1, "-Ddrydock.engine=" + wish);
    if (wish.equals("auto")) {
      command.addAll(0, WITHOUT_ENGINE);
    }
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("CONTAINERS_CONF", conf.toString());
    Process process = builder.start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
    assertThat(said).containsPattern("Libpod/\\S+ .*serves at localhost: root:x:0:0");
    await().until(() -> services() == 0);
  }

  @ParameterizedTest
  @ValueSource(strings = {"-INT", "-KILL"})
  void a_signal_for_the_whole_group_leaves_nothing_of_a_podman_of_its_own(String signal)
      throws Exception {
    Path conf = Path.of("../test-images/podman/containers.conf").toAbsolutePath();
    load(conf);
    ProcessBuilder builder =
        new ProcessBuilder(
            // Whoever runs the tests in the background has them ignore it.
            "env",
            "--default-signal=INT",
            "setsid",
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Ddrydock.engine=private",
            "-cp",
            System.getProperty("java.class.path"),
            Sleeper.class.getName());
    builder.environment().put("CONTAINERS_CONF", conf.toString());
    Process process = builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
    String session = Forked.session(process);
    assertThat(containersOf(conf, session)).isNotEmpty();
    // As a terminal does it at Ctrl-C.
    Process kill = new ProcessBuilder("kill", signal, "--", "-" + process.pid()).start();
    assertThat(kill.waitFor()).isZero();
    process.waitFor();
    await()
        // After a kill the service stays half a minute, for the watchdog to do its work.
        .atMost(Duration.ofSeconds(60))
        .until(() -> containersOf(conf, session).isEmpty() && services() == 0);
  }

  /** Starts a container that sleeps, and waits for the end. */
  static final class Sleeper {
    public static void main(String[] args) throws InterruptedException {
      Drydock drydock = Drydock.connect();
      Session session = drydock.openSession();
      session.start(ContainerSpec.of("drydock-test/busybox:1").withCommand("sleep", "1000"));
      System.out.println(session.id());
      new CountDownLatch(1).await();
    }
  }

  private static String containersOf(Path conf, String session) throws IOException {
    ProcessBuilder list =
        new ProcessBuilder(
            "podman", "ps", "-aq", "--filter", "label=dev.drydock.session=" + session);
    list.environment().put("CONTAINERS_CONF", conf.toString());
    Process process = list.redirectError(ProcessBuilder.Redirect.DISCARD).start();
    return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
  }

  private static long services() {
    try (Stream<ProcessHandle> all = ProcessHandle.allProcesses()) {
      return all.filter(
              each ->
                  each.info().commandLine().orElse("").contains("podman system service")
                      && each.info().commandLine().orElse("").contains("drydock"))
          .count();
    }
  }
}
