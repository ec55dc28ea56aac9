package dev.drydock.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drydock.model.ContainerPort;
import dev.drydock.model.ContainerStartException;
import dev.drydock.model.ContainerState;
import dev.drydock.model.DataSize;
import dev.drydock.model.Endpoint;
import dev.drydock.model.ExecResult;
import dev.drydock.model.Health;
import dev.drydock.model.UnsupportedWishException;
import dev.drydock.ready.Readiness;
import dev.drydock.runtime.Container;
import dev.drydock.runtime.Session;
import dev.drydock.spec.ContainerSpec;
import dev.drydock.spec.FileContent;
import dev.drydock.spec.container.Gpus;
import dev.drydock.spec.container.LogDriver;
import dev.drydock.spec.container.RestartPolicy;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The less common words of a container's description, as a session fulfils them. */
@Tag("engine")
@Timeout(60)
class WordsTest {

  @RegisterExtension private final Live live = new Live();
  @TempDir private Path dir;

  @Test
  void limits_are_kept() {
    Session session = live.session();
    // docs: resources
    Container container =
        session.start(
            ContainerSpec.of("busybox:1")
                .withCommand("sleep", "1000")
                .withMemory(DataSize.ofMebibytes(64))
                .withResources(
                    r ->
                        r.withCpus(0.5)
                            .withPids(100)
                            .withShm(DataSize.ofMebibytes(8))
                            .withUlimit("nofile", 1000, 2000)));
    assertThat(container.exec("grep", "open files", "/proc/1/limits").stdout())
        .matches("Max open files +1000 +2000 +files *\n");
    // docs: end
  }

  @Test
  void rights_are_taken_and_given() {
    Session session = live.session();
    // docs: security
    Container container =
        session.start(
            ContainerSpec.of("busybox:1")
                .withCommand("sleep", "1000")
                .withSecurity(
                    s ->
                        s.withoutCapability("ALL")
                            .withCapability("NET_ADMIN")
                            .withNoNewPrivileges()
                            .withReadOnlyRoot()));
    ExecResult result = container.exec("sh", "-c", "grep CapEff /proc/1/status; touch /x");
    assertThat(result.stdout()).isEqualTo("CapEff:\t0000000000001000\n");
    assertThat(result.stderr()).contains("Read-only file system");
    // docs: end
  }

  @Test
  void names_are_found_as_told() {
    Session session = live.session();
    // docs: names
    Container container =
        session.start(
            ContainerSpec.of("busybox:1")
                .withCommand("sleep", "1000")
                .withHostname("ship")
                .withDns(d -> d.withHost("mail.test", "192.0.2.25").withSearch("corp.test")));
    assertThat(container.exec("hostname").stdout()).isEqualTo("ship\n");
    assertThat(container.exec("cat", "/etc/hosts").stdout()).contains("192.0.2.25\tmail.test");
    // docs: end
    assertThat(container.exec("cat", "/etc/resolv.conf").stdout()).contains("search corp.test");
  }

  @Test
  void variables_and_secrets_come_of_files() throws IOException {
    Path file = dir.resolve("app.env");
    Session session = live.session();
    // docs: secrets
    Files.writeString(file, "# of the application\nCOLOR=red\n");
    Container container =
        session.start(
            ContainerSpec.of("busybox:1")
                .withCommand("sleep", "1000")
                .withEnvFile(file)
                .withSecret("db_password", FileContent.text("hush"))
                .withUser("65534"));
    ExecResult result = container.exec("sh", "-c", "echo $COLOR; cat /run/secrets/db_password");
    assertThat(result.stdout()).isEqualTo("red\nhush");
    // docs: end
  }

  @Test
  void a_container_that_is_started_again_becomes_ready_in_the_end() {
    Session session = live.session();
    // docs: restart
    Container container =
        session.start(
            ContainerSpec.of("busybox:1")
                .withCommand(
                    "sh",
                    "-c",
                    "test -e /twice && exec httpd -f -p 80; test -e /once && touch /twice;"
                        + " touch /once; exit 1")
                .withPort(80)
                .withRestartPolicy(RestartPolicy.onFailure(5)));
    assertThat(container.state()).isEqualTo(new ContainerState.Running(Health.NONE));
    // docs: end
  }

  @Test
  void a_container_that_is_not_started_again_fails_at_once() {
    ContainerSpec spec =
        Live.shell("echo broken; exit 3")
            .withPort(80)
            .withRestartPolicy(RestartPolicy.onFailure(2));
    assertThatThrownBy(() -> live.session().start(spec))
        .isInstanceOf(ContainerStartException.class)
        .hasMessageContaining("exited with code 3")
        .hasMessageContaining("broken");
  }

  @Test
  void a_container_that_is_started_again_is_removed_with_its_session() {
    Container container =
        live.session().start(Live.sleeper().withRestartPolicy(RestartPolicy.always()));
    container.close();
    assertThatThrownBy(container::state).hasMessageContaining("its handle is closed");
  }

  @Test
  void a_task_is_not_started_again() {
    assertThatThrownBy(
            () ->
                live.session().run(Live.shell("exit 1").withRestartPolicy(RestartPolicy.always())))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "the description of drydock-test/busybox:1 is run as a task, which ends once, and is"
                + " started again when it ends (restart policy always). Leave out"
                + " withRestartPolicy.");
    Container app = live.session().start(Live.sleeper().withRestartPolicy(RestartPolicy.always()));
    assertThat(app.runOnce("sh", "-c", "exit 4").exitCode()).isEqualTo(4);
  }

  @Test
  void a_port_is_open_at_its_address_only() throws IOException {
    int free;
    try (ServerSocket socket = new ServerSocket(0)) {
      free = socket.getLocalPort();
    }
    Container web =
        live.session().start(Live.web().withFixedPort("127.0.0.2", free, ContainerPort.tcp(80)));
    assertThat(web.endpoint(80)).isEqualTo(new Endpoint("127.0.0.2", free));
    try (Socket socket = new Socket()) {
      assertThatThrownBy(() -> socket.connect(new InetSocketAddress("127.0.0.1", free)))
          .isInstanceOf(ConnectException.class);
    }
  }

  @Test
  void a_log_in_another_form_is_read_too() {
    Container job =
        live.session()
            .start(
                Live.shell("echo up")
                    .withLogDriver(LogDriver.of("local").withOption("max-size", "1m"))
                    .withReadiness(Readiness.exited(0)));
    assertThat(job.logs()).extracting("text").containsExactly("up");
  }

  @Test
  void a_failure_without_a_log_is_told_too() {
    ContainerSpec spec = Live.shell("exit 3").withLogDriver(LogDriver.none()).withPort(80);
    assertThatThrownBy(() -> live.session().start(spec))
        .isInstanceOf(ContainerStartException.class)
        .hasMessageContaining("exited with code 3");
  }

  @Test
  void graphics_processors_are_refused_before_anything_is_made() {
    assertThatThrownBy(() -> live.session().start(Live.sleeper().withGpus(Gpus.all())))
        .isInstanceOf(UnsupportedWishException.class)
        .hasMessageMatching(
            "drydock-test/busybox:1 asks for GPUs, and this engine knows neither a runtime nor a"
                + " device for them: Docker/.*\\. Install the GPU maker's container toolkit where"
                + " the engine runs, or name the devices by withDevice\\.");
    assertThat(OnEngine.of(live.session())).isEmpty();
  }

  @Test
  void the_engine_itself_waits_as_long_as_told_before_it_kills() throws Exception {
    Container container =
        live.session()
            .start(
                Live.shell("trap '' TERM; echo up; while :; do sleep 0.01; done")
                    .withStopTimeout(Duration.ofMillis(900))
                    .withReadiness(Readiness.logLine("up")));
    long start = System.nanoTime();
    Process stop =
        new ProcessBuilder("docker", "stop", container.id())
            .redirectErrorStream(true)
            .redirectOutput(dir.resolve("said").toFile())
            .start();
    assertThat(container.awaitExit(Duration.ofSeconds(20))).isEqualTo(137);
    assertThat(Duration.ofNanos(System.nanoTime() - start))
        .isBetween(Duration.ofMillis(900), Duration.ofSeconds(8));
    assertThat(stop.waitFor()).isZero();
  }
}
