package dev.drydock.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.drydock.engine.ProcessStream;
import dev.drydock.model.LogSource;
import dev.drydock.ready.Readiness;
import dev.drydock.runtime.Container;
import dev.drydock.runtime.DetachedExec;
import dev.drydock.runtime.Session;
import dev.drydock.runtime.UnstartedContainer;
import dev.drydock.spec.ContainerSpec;
import dev.drydock.spec.ExecSpec;
import dev.drydock.spec.FileContent;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalInt;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Streams of a main process, commands left alone, and whose the copied files are. */
@Tag("engine")
@Timeout(60)
class AttachTest {

  @RegisterExtension private final Live live = new Live();
  @TempDir private Path dir;

  private static String toTheEnd(ProcessStream stream) {
    StringBuilder said = new StringBuilder();
    byte[] buffer = new byte[100];
    for (int n = stream.read(buffer); n >= 0; n = stream.read(buffer)) {
      said.append(new String(buffer, 0, n, StandardCharsets.US_ASCII));
    }
    return said.toString();
  }

  /** Gives all that is there to another user of this machine, where the tests may do that. */
  private void giveAway() throws IOException {
    if (!"root".equals(System.getProperty("user.name"))) {
      return;
    }
    try (Stream<Path> all = Files.walk(dir)) {
      for (Path each : all.toList()) {
        Files.setAttribute(each, "unix:uid", 1234);
        Files.setAttribute(each, "unix:gid", 1234);
      }
    }
  }

  @Test
  void a_main_process_is_talked_to() throws IOException {
    Session session = live.session();
    // docs: attach
    Container container =
        session.start(
            ContainerSpec.of("busybox:1")
                .withCommand("sh", "-c", "echo ready; sort; echo end >&2")
                .withStdin()
                .withReadiness(Readiness.logLine("ready")));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    try (ProcessStream stream = container.attach()) {
      stream.stdin().write("b\na\n".getBytes(StandardCharsets.US_ASCII));
      stream.stdin().close();
      byte[] buffer = new byte[8192];
      for (int count = stream.read(buffer); count >= 0; count = stream.read(buffer)) {
        (stream.source() == LogSource.STDOUT ? out : err).write(buffer, 0, count);
      }
    }
    assertThat(out).hasToString("a\nb\n");
    assertThat(err).hasToString("end\n");
    // docs: end
  }

  @Test
  void all_that_a_main_process_writes_is_read_by_who_attaches_before_it_runs() {
    UnstartedContainer made =
        live.session().create(Live.shell("echo one; echo two").withReadiness(Readiness.exited(0)));
    try (ProcessStream stream = made.attach()) {
      assertThat(made.start().id()).isEqualTo(made.id());
      assertThat(toTheEnd(stream)).isEqualTo("one\ntwo\n");
    }
  }

  @Test
  void a_command_is_left_alone() {
    Container container = live.session().start(Live.sleeper());
    // docs: detached
    DetachedExec command =
        container.execDetached(ExecSpec.of("sh", "-c", "until test -e /go; do :; done; exit 6"));
    assertThat(command.isRunning()).isTrue();
    assertThat(command.exitCode()).isEmpty();
    container.exec("touch", "/go");
    await().until(() -> command.exitCode().equals(OptionalInt.of(6)));
    // docs: end
    assertThat(command.isRunning()).isFalse();
  }

  @Test
  void a_command_that_is_left_alone_has_no_streams() {
    Container container = live.session().start(Live.sleeper());
    assertThatThrownBy(() -> container.execDetached(ExecSpec.of("cat").withStdin("x")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "a detached command has no standard input, output or timeout, was cat with one of"
                + " them");
  }

  @Test
  void files_belong_to_root_or_to_whom_they_are_given() throws IOException {
    Path tree = Files.createDirectories(dir.resolve("tree/sub"));
    Files.writeString(tree.resolve("f"), "f");
    Path file = Files.writeString(dir.resolve("file"), "x");
    giveAway();
    Session session = live.session();
    // docs: owner
    Container container =
        session.start(
            ContainerSpec.of("busybox:1")
                .withCommand("sleep", "1000")
                .withFile("/mine", FileContent.text("x").withOwner(1000, 2000).withMode(0600))
                .withFile("/tree", FileContent.path(dir.resolve("tree")).withOwner(7, 8)));
    // docs: end
    container.copyIn(FileContent.text("x"), "/roots");
    container.copyIn(FileContent.path(file), "/roots-too");
    assertThat(
            container
                .exec("stat", "-c", "%u:%g %a", "/mine", "/roots", "/roots-too", "/tree/sub/f")
                .stdout()
                .lines())
        .containsExactly("1000:2000 600", "0:0 644", "0:0 644", "7:8 644");
  }

  @Test
  void streams_go_in_and_come_out() {
    Session session = live.session();
    // docs: streams
    Supplier<InputStream> much = () -> new ByteArrayInputStream(new byte[3_000_000]);
    Container container =
        session.start(
            ContainerSpec.of("busybox:1")
                .withCommand("sleep", "1000")
                .withFile("/much", FileContent.stream(much)));
    byte[] hello = "hello".getBytes(StandardCharsets.US_ASCII);
    container.copyIn(FileContent.stream(() -> new ByteArrayInputStream(hello)), "/hello");

    ByteArrayOutputStream out = new ByteArrayOutputStream();
    container.copyOut("/hello", out);
    assertThat(out.toByteArray()).isEqualTo(hello);
    // docs: end
    assertThat(container.exec("stat", "-c", "%s", "/much").stdout()).isEqualTo("3000000\n");
    assertThatThrownBy(() -> container.copyOut("/etc", out))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("path to read must be a file, was a directory: /etc");
  }

  @Test
  void ten_thousand_files_go_in_one_request() throws IOException {
    Path many = Files.createDirectory(dir.resolve("many"));
    for (int i = 0; i < 10_000; i++) {
      Files.writeString(many.resolve("f" + i), "content of " + i);
    }
    Container container =
        live.session().start(Live.sleeper().withFile("/many", FileContent.path(many)));
    assertThat(container.exec("sh", "-c", "ls /many | wc -l; cat /many/f9999").stdout().strip())
        .isEqualTo("10000\ncontent of 9999");
  }

  @Test
  void a_directory_belongs_with_all_in_it_to_whom_it_is_given_and_the_root_stays_roots()
      throws IOException {
    Path tree = Files.createDirectories(dir.resolve("tree/sub/empty"));
    Files.writeString(tree.resolveSibling("f"), "f");
    Path root = Files.createDirectories(dir.resolve("root/top"));
    Files.writeString(root.resolve("f"), "f");
    giveAway();
    Container container =
        live.session()
            .start(
                Live.sleeper()
                    .withUser("7:8")
                    .withFile("/far/data", FileContent.path(dir.resolve("tree")).withOwner(7, 8))
                    .withFile("/", FileContent.path(dir.resolve("root")).withOwner(9, 9))
                    .withFile("/roots", FileContent.path(dir.resolve("tree"))));
    String[] look = {
      "stat",
      "-c",
      "%n %u:%g %a",
      "/",
      "/far",
      "/far/data",
      "/far/data/sub",
      "/far/data/sub/empty",
      "/far/data/sub/f",
      "/top",
      "/top/f",
      "/roots",
      "/roots/sub",
      "/roots/sub/f"
    };
    assertThat(container.exec(look).stdout().lines())
        .containsExactly(
            "/ 0:0 755",
            "/far 0:0 755",
            "/far/data 7:8 755",
            "/far/data/sub 7:8 755",
            "/far/data/sub/empty 7:8 755",
            "/far/data/sub/f 7:8 644",
            "/top 9:9 755",
            "/top/f 9:9 644",
            "/roots 0:0 755",
            "/roots/sub 0:0 755",
            "/roots/sub/f 0:0 644");
    assertThat(container.exec("touch", "/far/data/sub/new").exitCode()).isZero();
  }
}
