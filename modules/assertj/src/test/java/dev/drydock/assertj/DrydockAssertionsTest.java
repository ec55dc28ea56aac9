package dev.drydock.assertj;

import static dev.drydock.assertj.DrydockAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.drydock.Drydock;
import dev.drydock.model.ContainerState;
import dev.drydock.model.DataSize;
import dev.drydock.model.ExecResult;
import dev.drydock.model.Health;
import dev.drydock.ready.Readiness;
import dev.drydock.runtime.Container;
import dev.drydock.runtime.Image;
import dev.drydock.runtime.LogMark;
import dev.drydock.runtime.Session;
import dev.drydock.spec.ContainerSpec;
import dev.drydock.spec.FileContent;
import dev.drydock.spec.Healthcheck;
import dev.drydock.spec.image.ImageSource;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.assertj.core.api.SoftAssertions;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Each assertion on a real container: that it holds, and how it fails. */
@Tag("engine")
@Timeout(60)
class DrydockAssertionsTest {

  private static final String IMAGE = "drydock-test/busybox:1";

  @TempDir private Path directory;

  private static Drydock drydock;
  private static Session session;
  private static Container app;

  private static ContainerSpec shell(String line) {
    return ContainerSpec.of(IMAGE).withCommand("sh", "-c", line);
  }

  @BeforeAll
  static void start() {
    drydock = Drydock.connect();
    session = drydock.openSession();
    app =
        session.start(
            shell(
                    "echo started; mkfifo /say; exec 3<>/say; while read line <&3; do echo \"$line\"; done")
                .withFile("/etc/app.conf", FileContent.text("color=red"))
                .withReadiness(Readiness.logLine("started")));
  }

  @AfterAll
  static void end() {
    drydock.close();
  }

  private static void say(String line) {
    assertThat(app.exec("sh", "-c", "echo '" + line + "' >/say")).succeeded();
    app.logs().await(line, Duration.ofSeconds(10));
  }

  private static String sample(String name) throws IOException {
    try (InputStream sample = DrydockAssertionsTest.class.getResourceAsStream(name)) {
      return new String(sample.readAllBytes(), StandardCharsets.UTF_8).strip();
    }
  }

  private static void assertFails(ThrowingCallable assertion, String message) {
    assertThatThrownBy(assertion).isInstanceOf(AssertionError.class).hasMessage(message);
  }

  @Test
  void a_running_container_is_told_from_others() throws IOException {
    // docs: container
    assertThat(app).isRunning().hasFile("/etc/app.conf", "color=red");
    assertThat(app).logs().contains("started");
    // docs: end
    assertThat(app).hasState(new ContainerState.Running(Health.NONE));
    Container broken =
        session.start(shell("echo no disk >&2; exit 3").withReadiness(Readiness.exited(3)));
    assertThat(broken).hasExited().hasExitedWith(3);
    assertFails(
        () -> assertThat(broken).isRunning(), sample("exited.txt").replace("busybox:1", IMAGE));
    assertFails(
        () -> assertThat(broken).hasExitedWith(0),
        "Expecting "
            + IMAGE
            + "\n  to be exited with code 0\n  but it was exited with code 3.\n  Log, its end:\n"
            + "    no disk");
    assertThatThrownBy(() -> assertThat(app).hasExited())
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("to be exited\n  but it was running.");
    assertThatThrownBy(() -> assertThat(broken).isOutOfMemory())
        .hasMessageContaining("to be out of memory\n  but it was exited with code 3.");
  }

  @Test
  void a_frozen_container_is_told() {
    Container frozen = session.start(shell("sleep 1000"));
    assertThatThrownBy(() -> assertThat(frozen).isPaused())
        .hasMessageContaining("to be paused\n  but it was running.\n  Log: empty");
    frozen.pause();
    assertThat(frozen).isPaused();
    frozen.unpause();
  }

  @Test
  void health_is_told() {
    Container healthy =
        session.start(
            shell("sleep 1000")
                .withHealthcheck(Healthcheck.command("true").withInterval(Duration.ofMillis(50))));
    healthy.await(Readiness.healthy(), Duration.ofSeconds(20));
    await().untilAsserted(() -> assertThat(healthy).isHealthy());
    assertThatThrownBy(() -> assertThat(healthy).isUnhealthy())
        .hasMessageContaining("to be running, unhealthy\n  but it was running, healthy.");
  }

  @Test
  void lack_of_memory_is_told() {
    Container greedy =
        session.start(
            shell("x=0123456789abcdef; while :; do x=$x$x; done")
                .withMemory(DataSize.ofMebibytes(8))
                .withReadiness(Readiness.exited(137)));
    assertThat(greedy).isOutOfMemory();
  }

  @Test
  void files_are_compared() {
    assertThatThrownBy(() -> assertThat(app).hasFile("/etc/app.conf", "color=blue"))
        .isInstanceOf(AssertionError.class)
        .hasMessageStartingWith(
            "Expecting file /etc/app.conf of "
                + IMAGE
                + " to hold\n  color=blue\nbut it holds\n  color=red\n  Log, its end:\n    ");
    assertThatThrownBy(() -> assertThat(app).hasFile("/absent", ""))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("to have the file /absent, but: ")
        .hasMessageContaining("\n  Log, its end:\n    ");
  }

  @Test
  void lines_since_a_mark_are_looked_at() {
    // docs: logs
    LogMark mark = app.logs().mark();
    say("order 17 saved");
    assertThat(app).logsSince(mark).contains("order 17").doesNotContain("started");
    assertThat(app.logs().since(mark)).containsExactlyLines("order 17 saved");
    // docs: end
    assertThat(app.logs().since(mark))
        .containsLine("order 17 saved")
        .contains(1, "order")
        .containsPattern("order \\d+")
        .eventuallyContainsPattern("sav[e]d", Duration.ofSeconds(5));
    assertFails(
        () -> assertThat(app).logsSince(mark).contains("order 18"),
        "[log of "
            + IMAGE
            + " since the mark] Expecting a line that contains \"order 18\".\nAll 1 lines:\n"
            + "  order 17 saved");
    assertFails(
        () -> assertThat(app.logs().since(mark)).doesNotContain("17"),
        "Expecting no line that contains \"17\", but line 1 does:\n  order 17 saved\nAll 1 lines:\n"
            + "  order 17 saved");
    assertThatThrownBy(() -> assertThat(app.logs().since(mark)).containsLine("order"))
        .hasMessageContaining("Expecting the line \"order\".");
    assertThatThrownBy(() -> assertThat(app.logs().since(mark)).containsExactlyLines("a", "b"))
        .hasMessageContaining("Expecting exactly the lines\n  a\n  b\n");
    assertThatThrownBy(() -> assertThat(app.logs().since(mark)).contains(2, "order"))
        .hasMessageContaining("Expecting 2 lines that contain \"order\", but there are 1.");
    assertThatThrownBy(() -> assertThat(app.logs().since(mark)).containsPattern("^17"))
        .hasMessageContaining("Expecting a line in which /^17/ is found.");
    assertThatThrownBy(() -> assertThat(app.logs().since(mark)).isEmpty())
        .hasMessageContaining("Expecting no lines.");
    assertThatThrownBy(
            () ->
                assertThat(app.logs().since(mark))
                    .eventuallyContainsPattern("never", Duration.ofMillis(200)))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("Expecting a line in which /never/ is found within PT0.2S.");
    assertThat(app.logs().since(app.logs().mark())).isEmpty();
  }

  @Test
  void what_a_command_left_is_looked_at() {
    // docs: exec
    assertThat(app.exec("cat", "/etc/app.conf")).succeeded().hasStdout("color=red").hasNoStderr();
    // docs: end
    ExecResult failed = app.exec("sh", "-c", "echo out; echo err >&2; exit 4");
    assertThat(failed).failed().hasExitCode(4).stdoutContains("ou").stderrContains("er");
    String left = "\n  exit code 4\n  stdout: out\n  stderr: err";
    assertFails(
        () -> assertThat(failed).succeeded(), "Expecting exit code 0, but the command left" + left);
    assertFails(
        () -> assertThat(failed).hasStdout("x"),
        "Expecting standard output\n  x\nbut the command left" + left);
    assertFails(
        () -> assertThat(failed).stdoutContains("x"),
        "Expecting standard output to contain \"x\", but the command left" + left);
    assertFails(
        () -> assertThat(failed).stderrContains("x"),
        "Expecting standard error to contain \"x\", but the command left" + left);
    assertFails(
        () -> assertThat(failed).hasNoStderr(),
        "Expecting nothing on standard error, but the command left" + left);
    assertThatThrownBy(() -> assertThat(app.exec("true")).failed())
        .hasMessageContaining("Expecting the command to fail");
  }

  @Test
  void an_image_is_looked_at() throws IOException {
    Files.writeString(directory.resolve("only"), "x");
    Image image =
        session.image(
            ImageSource.rootFileSystem(directory)
                .with("ENV COLOR=red")
                .with("LABEL team=blue")
                .with("CMD [\"serve\", \"--now\"]")
                .with("ENTRYPOINT [\"/init\"]")
                .with("USER 10:10")
                .with("EXPOSE 8080"));
    // docs: image
    assertThat(image)
        .hasEnv("COLOR", "red")
        .hasLabel("team", "blue")
        .hasEntrypoint("/init")
        .hasCommand("serve", "--now")
        .hasUser("10:10")
        .exposes(8080)
        .isNoLargerThan(DataSize.ofMebibytes(1));
    // docs: end
    String expecting = "Expecting image " + image.name() + "\n  to ";
    assertFails(
        () -> assertThat(image).hasEnv("COLOR", "blue"),
        expecting + "have variable COLOR blue\n  but it has red.");
    assertFails(
        () -> assertThat(image).hasLabel("tea", "x"),
        expecting + "have label tea x\n  but it has none.");
    assertFails(
        () -> assertThat(image).hasEntrypoint("/in"),
        expecting + "have entry point [/in]\n  but it has [/init].");
    assertFails(
        () -> assertThat(image).hasCommand("serve"),
        expecting + "have command [serve]\n  but it has [serve, --now].");
    assertFails(
        () -> assertThat(image).hasUser("root"), expecting + "have user root\n  but it has 10:10.");
    assertFails(
        () -> assertThat(image).exposes(80),
        expecting + "expose port 80/tcp\n  but it exposes [8080/tcp].");
    assertFails(
        () -> assertThat(image).isNoLargerThan(DataSize.ofBytes(0)),
        expecting + "be no larger than 0\n  but it has 1.");
  }

  @Test
  void several_failures_are_told_together() {
    // docs: soft
    SoftAssertions softly = new SoftAssertions();
    softly.check(() -> assertThat(app).isPaused());
    softly.check(() -> assertThat(app).logs().contains("no such line"));
    assertThat(softly.errorsCollected()).hasSize(2);
    // docs: end
  }
}
