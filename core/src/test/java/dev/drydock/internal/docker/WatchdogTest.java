package dev.drydock.internal.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.drydock.engine.ContainerPlan;
import dev.drydock.engine.EngineAddress;
import dev.drydock.engine.Leftover;
import dev.drydock.engine.NetworkPlan;
import dev.drydock.engine.VolumePlan;
import dev.drydock.model.EngineException;
import dev.drydock.model.ImageException;
import dev.drydock.model.ImageName;
import dev.drydock.model.NetworkRef;
import dev.drydock.spec.ContainerSpec;
import dev.drydock.spec.NetworkSpec;
import dev.drydock.spec.VolumeSpec;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Tag("engine")
@Timeout(60)
class WatchdogTest {

  private static final EngineAddress LOCAL = EngineAddress.parse("unix:///var/run/docker.sock");
  private static final Duration SOON = Duration.ofSeconds(5);

  /** The kinds of watchdog, by what they find on the machine. */
  enum Kind {
    SHELL,
    JAVA,
    SHELL_WHOSE_CURL_FAILS
  }

  private record Net(String id, String name) implements NetworkRef {}

  private final Map<String, String> labels =
      Map.of("dev.drydock.test", "it's " + UUID.randomUUID());
  private final String name = "watchdog-" + UUID.randomUUID();

  @TempDir Path directory;
  private DockerEngine engine;

  @BeforeEach
  void connect() {
    engine = DockerEngine.connect(LOCAL, null, DockerEngine.FIRST_ANSWER);
  }

  @AfterEach
  void removeAll() {
    for (Leftover each : engine.find(labels)) {
      switch (each.kind()) {
        case CONTAINER -> engine.containers().remove(each.id());
        case NETWORK -> engine.networks().remove(each.id());
        case VOLUME -> engine.volumes().remove(each.id());
        case IMAGE -> engine.images().remove(each.id());
      }
    }
    engine.close();
  }

  private List<String> command(Kind kind) throws IOException {
    return switch (kind) {
      case SHELL -> engine.watchdogCommand(labels);
      case JAVA -> engine.watchdogCommand(labels, directory.toString());
      case SHELL_WHOSE_CURL_FAILS -> {
        Path curl = Files.writeString(directory.resolve("curl"), "#!/bin/sh\nexit 2\n");
        assertThat(curl.toFile().setExecutable(true)).isTrue();
        yield engine.watchdogCommand(labels, directory.toString());
      }
    };
  }

  /** Starts it as Drydock does: no environment, no directory of its own, nothing to write to. */
  private static Process start(List<String> command) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().clear();
    builder.directory(new File("/"));
    builder.redirectOutput(ProcessBuilder.Redirect.DISCARD);
    builder.redirectError(ProcessBuilder.Redirect.DISCARD);
    return builder.start();
  }

  private static ContainerSpec sleeping() {
    return ContainerSpec.of("drydock-test/busybox:1").withCommand("sleep", "1000");
  }

  private void startContainer(String suffix, ContainerSpec spec) {
    String id =
        engine
            .containers()
            .create(new ContainerPlan(name + suffix, spec.image(), labels, spec))
            .id();
    engine.containers().start(id);
  }

  private void makeAll() {
    Net network =
        new Net(engine.networks().create(new NetworkPlan(name, labels, NetworkSpec.of())), name);
    engine.volumes().create(new VolumePlan(name, labels, VolumeSpec.of()));
    for (int i = 0; i < 3; i++) {
      startContainer("-" + i, sleeping().withNetwork(network));
    }
  }

  @ParameterizedTest
  @EnumSource
  void all_is_removed_when_the_input_ends(Kind kind) throws Exception {
    String others = name + "-other";
    engine.volumes().create(new VolumePlan(others, Map.of(), VolumeSpec.of()));
    try {
      Process watchdog = start(command(kind));
      makeAll();
      assertThat(engine.find(labels)).hasSize(5);
      watchdog.getOutputStream().close();
      await().atMost(SOON).until(() -> engine.find(labels).isEmpty());
      assertThat(exists(others)).isTrue();
    } finally {
      engine.volumes().remove(others);
    }
  }

  @ParameterizedTest
  @EnumSource
  void the_names_of_images_it_was_told_go_if_they_still_mean_them(Kind kind) throws Exception {
    startContainer("", sleeping());
    ImageName labelled = ImageName.parse(name + ":labelled");
    engine.images().commit(name, labelled, labels);
    String busybox = engine.images().inspect(ImageName.parse("drydock-test/busybox:1")).id();
    List<String> names = List.of(name + ":goes", name + ":moved", name + ":forgotten");
    Process watchdog = start(command(kind));
    OutputStream pipe = watchdog.getOutputStream();
    for (String each : names) {
      engine.images().tag(busybox, ImageName.parse(each));
      pipe.write(("image " + each + "=" + busybox + "\n").getBytes(StandardCharsets.US_ASCII));
    }
    pipe.write(
        ("forget " + names.get(2) + "=" + busybox + "\n").getBytes(StandardCharsets.US_ASCII));
    engine.images().tag("drydock-test/nginx:1.22", ImageName.parse(names.get(1)));
    try {
      pipe.close();
      await().atMost(SOON).until(() -> engine.find(labels).isEmpty() && !has(names.get(0)));
      assertThat(has(labelled.toString())).isFalse();
      assertThat(has(names.get(1))).isTrue();
      assertThat(has(names.get(2))).isTrue();
    } finally {
      names.forEach(engine.images()::remove);
    }
  }

  private boolean has(String image) {
    try {
      return !engine.images().inspect(ImageName.parse(image)).id().isEmpty();
    } catch (ImageException e) {
      return false;
    }
  }

  private boolean exists(String volume) {
    try {
      engine.volumes().create(new VolumePlan(volume, Map.of(), VolumeSpec.of()));
      return false;
    } catch (EngineException e) {
      return e.status() == 409;
    }
  }

  @ParameterizedTest
  @EnumSource
  void nothing_is_removed_after_bye(Kind kind) throws Exception {
    Process watchdog = start(command(kind));
    makeAll();
    try (OutputStream pipe = watchdog.getOutputStream()) {
      pipe.write("hello\nbye\n".getBytes(StandardCharsets.US_ASCII));
    }
    assertThat(watchdog.waitFor(10, TimeUnit.SECONDS)).isTrue();
    assertThat(watchdog.exitValue()).isZero();
    assertThat(engine.find(labels)).hasSize(5);
  }

  @ParameterizedTest
  @EnumSource(names = {"SHELL", "JAVA"})
  void a_container_that_was_in_the_making_is_removed_too(Kind kind) throws Exception {
    Process watchdog = start(command(kind));
    makeAll();
    watchdog.getOutputStream().close();
    await().atMost(SOON).until(() -> engine.find(labels).isEmpty());
    await().pollDelay(Duration.ofSeconds(4)).until(() -> true);
    startContainer("-late", sleeping());
    await().atMost(SOON).until(() -> engine.find(labels).isEmpty());
    assertThat(watchdog.waitFor(30, TimeUnit.SECONDS)).isTrue();
  }

  @ParameterizedTest
  @EnumSource(names = {"SHELL", "JAVA"})
  void the_signals_that_end_a_build_do_not_end_it(Kind kind) throws Exception {
    Process watchdog = start(command(kind));
    makeAll();
    for (String signal : List.of("-INT", "-HUP", "-TERM")) {
      new ProcessBuilder("kill", signal, Long.toString(watchdog.pid())).start().waitFor();
    }
    watchdog.getOutputStream().close();
    await().atMost(SOON).until(() -> engine.find(labels).isEmpty());
  }

  /** What the forked JVM runs: a watchdog, and containers, until it is killed. */
  static final class Victim {
    public static void main(String[] arguments) throws Exception {
      Map<String, String> labels = Map.of("dev.drydock.test", arguments[0]);
      DockerEngine engine = DockerEngine.connect(LOCAL, null, DockerEngine.FIRST_ANSWER);
      Process watchdog =
          WatchdogTest.start(
              arguments[1].equals("JAVA")
                  ? engine.watchdogCommand(labels, "/nonexistent")
                  : engine.watchdogCommand(labels));
      ContainerSpec spec = sleeping();
      String id =
          engine
              .containers()
              .create(new ContainerPlan(arguments[2], spec.image(), labels, spec))
              .id();
      engine.containers().start(id);
      System.out.println("up " + watchdog.pid());
      watchdog.waitFor();
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"SHELL", "JAVA"})
  void all_is_removed_when_the_JVM_is_killed(Kind kind) throws Exception {
    Process victim =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Victim.class.getName(),
                labels.get("dev.drydock.test"),
                kind.name(),
                name)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    BufferedReader output =
        new BufferedReader(
            new InputStreamReader(victim.getInputStream(), StandardCharsets.US_ASCII));
    String line = output.readLine();
    while (line != null && !line.startsWith("up ")) {
      line = output.readLine();
    }
    assertThat(engine.find(labels)).hasSize(1);
    victim.destroyForcibly().waitFor();
    await().atMost(SOON).until(() -> engine.find(labels).isEmpty());
  }

  @Test
  void a_watchdog_for_another_machine_is_the_one_in_java() throws IOException {
    try (StubEngine stub =
            new StubEngine(
                talk -> {
                  talk.request();
                  talk.pong();
                  talk.hang();
                });
        DockerEngine other =
            DockerEngine.connect(stub.address(), null, DockerEngine.FIRST_ANSWER)) {
      List<String> local = other.watchdogCommand(labels);
      assertThat(local.get(local.size() - 1)).contains("\ncurl='");
      EngineAddress remote = EngineAddress.parse("tcp://127.0.0.1:2375");
      List<String> command =
          WatchdogCommand.of(remote, apiOf(remote), labels, System.getenv("PATH"));
      assertThat(command.get(command.size() - 1))
          .startsWith("trap '' INT HUP TERM\nexec '")
          .contains("'" + Watchdog.class.getName() + "' 'tcp://127.0.0.1:2375'");
    }
  }

  private static Api apiOf(EngineAddress address) {
    return new Api(
        address,
        new ConnectionPool(new ChannelDialer(address), SOON, SOON),
        new Json(),
        new ApiVersion(1, 51));
  }

  @Test
  void named_volumes_and_images_are_asked_for_where_the_engine_spares_them() {
    EngineAddress remote = EngineAddress.parse("tcp://127.0.0.1:2375");
    List<String> command =
        WatchdogCommand.of(remote, apiOf(remote), Map.of("a", "b"), "/nonexistent");
    assertThat(command.get(command.size() - 1))
        .endsWith(
            " '/v1.51' 'filters=%7B%22label%22%3A%5B%22a%3Db%22%5D%7D'"
                + " 'filters=%7B%22label%22%3A%5B%22a%3Db%22%5D%2C%22all%22%3A%5B%22true%22%5D%7D'"
                + " 'filters=%7B%22label%22%3A%5B%22a%3Db%22%5D%2C%22dangling%22%3A%5B%22false%22%5D%7D'");
  }

  @Test
  void the_launcher_of_windows_is_found(@TempDir Path bin) throws IOException {
    Path launcher = Files.createFile(bin.resolve("java.exe"));
    assertThat(WatchdogCommand.launcher(bin)).isEqualTo(launcher);
    Path plain = Files.createFile(bin.resolve("java"));
    assertThat(plain.toFile().setExecutable(true)).isTrue();
    assertThat(WatchdogCommand.launcher(bin)).isEqualTo(plain);
  }
}
