package dev.drydock.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import dev.drydock.model.ContainerPort;
import dev.drydock.model.ContainerState;
import dev.drydock.model.DataSize;
import dev.drydock.model.Endpoint;
import dev.drydock.model.EngineException;
import dev.drydock.model.ExecResult;
import dev.drydock.model.Health;
import dev.drydock.model.ImageException;
import dev.drydock.model.ImageName;
import dev.drydock.model.InterruptedWaitException;
import dev.drydock.model.LogLine;
import dev.drydock.model.LogSource;
import dev.drydock.ready.Verdict;
import dev.drydock.spec.ContainerSpec;
import dev.drydock.spec.DockerOption;
import dev.drydock.spec.ExecSpec;
import dev.drydock.spec.FileContent;
import dev.drydock.spec.Healthcheck;
import dev.drydock.spec.Mount;
import dev.drydock.spec.NetworkSpec;
import dev.drydock.spec.VolumeSpec;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What every engine must do, verb by verb. Whoever writes a back end extends it and says how to
 * connect; the image is one with a shell and busybox' programs.
 */
@Tag("engine")
@Timeout(60)
@SuppressWarnings("try") // closing once more, or earlier, is what some tests are about
public abstract class EngineContract extends BuildContract {

  // The life of a container.

  @Test
  void a_created_container_does_not_run_and_a_started_one_does() {
    String id = create(sleeper());
    assertThat(stateOf(id)).isEqualTo(new ContainerState.Created());
    engine.containers().start(id);
    assertThat(stateOf(id)).isEqualTo(new ContainerState.Running(Health.NONE));
  }

  @Test
  void an_inspection_tells_who_it_is() {
    String name = freshName();
    CreatedContainer created = engine.containers().create(plan(name, sleeper()));
    ContainerFacts facts = engine.containers().inspect(created.id());
    assertThat(facts.id()).isEqualTo(created.id());
    assertThat(facts.name()).isEqualTo(name);
    assertThat(facts.tty()).isFalse();
    assertThat(created.tty()).isFalse();
    assertThat(facts.ranFor()).isZero();
  }

  @Test
  void the_process_gets_words_environment_directory_and_user() {
    String id =
        start(
            ContainerSpec.of(IMAGE)
                .withEntrypoint("sh", "-c", "echo \"$0 $1 $GREETING\"; pwd; id -u")
                .withCommand("zero", "a b")
                .withEnv("GREETING", "grüß dich = ja")
                .withWorkingDirectory("/etc")
                .withUser("65534"));
    assertThat(texts(engine.containers().logs(id, false, -1, true)))
        .containsExactly("zero a b grüß dich = ja", "/etc", "65534");
  }

  @Test
  void an_ended_container_tells_its_exit_code_and_how_long_it_ran() {
    String id = start(shell("exit 7"));
    awaitEnd(id);
    assertThat(stateOf(id)).isEqualTo(new ContainerState.Exited(7, false));
    assertThat(engine.containers().inspect(id).ranFor())
        .isBetween(Duration.ZERO, Duration.ofSeconds(10));
  }

  @Test
  void a_stopped_process_may_end_in_its_own_way() {
    String id = start(shell("trap 'exit 9' TERM; echo up; while :; do sleep 0.01; done"));
    try (LogStream log = engine.containers().logs(id, false, -1, true)) {
      assertThat(log.next().text()).isEqualTo("up");
    }
    engine.containers().stop(id, Duration.ofSeconds(10));
    assertThat(stateOf(id)).isEqualTo(new ContainerState.Exited(9, false));
  }

  @Test
  void a_process_that_does_not_stop_is_killed_after_the_grace_period() {
    String id = start(shell("trap '' TERM; while :; do sleep 0.01; done"));
    engine.containers().stop(id, Duration.ZERO);
    assertThat(stateOf(id)).isEqualTo(new ContainerState.Exited(137, false));
  }

  @Test
  void starting_what_runs_and_stopping_what_has_stopped_is_no_error() {
    String id = start(sleeper());
    engine.containers().start(id);
    engine.containers().stop(id, Duration.ZERO);
    engine.containers().stop(id, Duration.ZERO);
    assertThat(stateOf(id).isAlive()).isFalse();
  }

  @Test
  void a_removed_container_is_gone() {
    String id = start(sleeper());
    engine.containers().remove(id);
    assertThat(refusal(() -> engine.containers().inspect(id)).status()).isEqualTo(404);
  }

  @Test
  void a_container_is_removed_by_its_name_too() {
    String name = freshName();
    String id = engine.containers().create(plan(name, sleeper())).id();
    engine.containers().remove(name);
    assertThat(refusal(() -> engine.containers().inspect(id)).status()).isEqualTo(404);
  }

  @Test
  void removing_what_is_gone_is_no_error() {
    engine.containers().remove(freshName());
    engine.networks().remove(freshName());
    engine.volumes().remove(freshName());
  }

  @Test
  void two_who_remove_the_same_both_return_when_it_is_gone() throws Exception {
    String id = start(sleeper());
    CountDownLatch both = new CountDownLatch(2);
    Callable<Integer> removal =
        () -> {
          both.countDown();
          both.await();
          engine.containers().remove(id);
          return refusal(() -> engine.containers().inspect(id)).status();
        };
    Future<Integer> one = threads.submit(removal);
    Future<Integer> other = threads.submit(removal);
    assertThat(one.get()).isEqualTo(404);
    assertThat(other.get()).isEqualTo(404);
  }

  @Test
  void a_container_that_removes_itself_is_removed_without_an_error() {
    for (int i = 0; i < 5; i++) {
      String id =
          create(
              shell("sleep 0.05")
                  .withEngineOption(
                      DockerOption.createBody(body -> hostConfig(body).put("AutoRemove", true))));
      engine.containers().start(id);
      engine.containers().remove(id);
      assertThat(refusal(() -> engine.containers().inspect(id)).status()).isEqualTo(404);
    }
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> hostConfig(Map<String, Object> body) {
    return (Map<String, Object>) body.get("HostConfig");
  }

  @Test
  void anonymous_volumes_are_told_and_go_with_their_container() {
    String id =
        create(
            sleeper()
                .withEngineOption(
                    DockerOption.createBody(
                        body -> body.put("Volumes", Map.of("/anonymous", Map.of())))));
    Map<String, String> volumes = engine.containers().inspect(id).volumes();
    assertThat(volumes).containsOnlyKeys("/anonymous");
    engine.containers().remove(id);
    // A volume of that name can be made again only when it is gone.
    engine.volumes().create(new VolumePlan(volumes.get("/anonymous"), labels, VolumeSpec.of()));
  }

  // What is refused.

  @Test
  void a_name_that_is_taken_is_refused() {
    String name = freshName();
    String id = engine.containers().create(plan(name, sleeper())).id();
    EngineException refusal = refusal(() -> engine.containers().create(plan(name, sleeper())));
    assertThat(refusal.status()).isEqualTo(409);
    assertThat(refusal)
        .hasMessageStartingWith(
            "The engine refused to create container \"" + name + "\" of image " + IMAGE + ": ");
    assertThat(stateOf(id)).isEqualTo(new ContainerState.Created());
  }

  @Test
  void an_image_that_is_not_there_is_told_by_its_name() {
    ContainerSpec spec = ContainerSpec.of("drydock-test/absent:9");
    assertThatThrownBy(() -> create(spec))
        .isInstanceOf(ImageException.class)
        .hasMessageContaining("does not have image drydock-test/absent:9");
    assertThatThrownBy(() -> engine.images().inspect(spec.image()))
        .isInstanceOf(ImageException.class)
        .hasMessageContaining("does not have image drydock-test/absent:9");
  }

  @Test
  void a_command_that_is_not_in_the_image_is_told_by_its_name() {
    String name = freshName();
    String id =
        engine
            .containers()
            .create(plan(name, ContainerSpec.of(IMAGE).withCommand("no-such-program")))
            .id();
    assertThatThrownBy(() -> engine.containers().start(id))
        .isInstanceOf(EngineException.class)
        .hasMessageContaining("container \"" + name + "\"")
        .hasMessageContaining("no-such-program");
  }

  @Test
  void a_fixed_host_port_that_is_taken_fails_the_start() throws IOException {
    int port = freePort();
    start(sleeper().withFixedPort(port, 80));
    String second = create(sleeper().withFixedPort(port, 80));
    assertThatThrownBy(() -> engine.containers().start(second))
        .isInstanceOf(EngineException.class)
        .hasMessageContaining(Integer.toString(port));
  }

  // Ports.

  private static final String SERVER = "httpd -f -p 80 -h /etc";

  private static String firstByteOf(Endpoint endpoint) throws IOException {
    try (Socket socket = new Socket(endpoint.host(), endpoint.port())) {
      socket
          .getOutputStream()
          .write("GET /passwd HTTP/1.0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      return new String(socket.getInputStream().readNBytes(4), StandardCharsets.US_ASCII);
    }
  }

  @Test
  void a_published_port_is_reached_at_its_endpoint() throws IOException {
    String id = start(shell(SERVER).withPort(80));
    ContainerFacts facts = engine.containers().inspect(id);
    assertThat(facts.exposedPorts()).containsExactly(ContainerPort.tcp(80));
    Endpoint endpoint = facts.endpoints().get(ContainerPort.tcp(80));
    awaitPort(facts, ContainerPort.tcp(80));
    assertThat(firstByteOf(endpoint)).isEqualTo("HTTP");
  }

  @Test
  void each_container_is_reached_at_its_own_endpoint() throws IOException {
    List<ContainerFacts> all = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      String id = start(shell("echo " + i + " >/tmp/passwd; httpd -f -p 80 -h /tmp").withPort(80));
      all.add(engine.containers().inspect(id));
    }
    for (int i = 0; i < 4; i++) {
      ContainerFacts facts = all.get(i);
      awaitPort(facts, ContainerPort.tcp(80));
      Endpoint endpoint = facts.endpoints().get(ContainerPort.tcp(80));
      // By every address that the name has, as different programs choose differently.
      for (InetAddress each : InetAddress.getAllByName(endpoint.host())) {
        assertThat(body(each, endpoint.port())).isEqualTo(Integer.toString(i));
      }
    }
  }

  private static String body(InetAddress address, int port) throws IOException {
    try (Socket socket = new Socket(address, port)) {
      socket
          .getOutputStream()
          .write("GET /passwd HTTP/1.0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
      return answer.substring(answer.indexOf("\r\n\r\n")).strip();
    }
  }

  @Test
  void a_fixed_host_port_is_the_one_that_was_named() throws IOException {
    int port = freePort();
    String id = start(shell(SERVER).withFixedPort(port, 80));
    ContainerFacts facts = engine.containers().inspect(id);
    assertThat(facts.endpoints().get(ContainerPort.tcp(80)).port()).isEqualTo(port);
    awaitPort(facts, ContainerPort.tcp(80));
    assertThat(firstByteOf(facts.endpoints().get(ContainerPort.tcp(80)))).isEqualTo("HTTP");
  }

  @Test
  void a_udp_port_is_reached_at_its_endpoint() throws IOException {
    ContainerPort port = ContainerPort.udp(53);
    String echo =
        "$s = IO::Socket::INET->new(LocalPort => 53, Proto => 'udp'); syswrite STDOUT, \"up\\n\";"
            + " while ($s->recv($m, 99)) { $s->send($m) }";
    String id =
        start(
            ContainerSpec.of("drydock-test/base:bookworm")
                .withCommand("perl", "-MIO::Socket::INET", "-e", echo)
                .withPort(port));
    Endpoint endpoint = engine.containers().inspect(id).endpoints().get(port);
    try (LogStream log = engine.containers().logs(id, false, -1, true)) {
      assertThat(log.next().text()).isEqualTo("up");
    }
    try (DatagramSocket socket = new DatagramSocket()) {
      socket.setSoTimeout(5000);
      byte[] ping = "ping".getBytes(StandardCharsets.US_ASCII);
      socket.send(
          new DatagramPacket(
              ping, ping.length, new InetSocketAddress(endpoint.host(), endpoint.port())));
      DatagramPacket answer = new DatagramPacket(new byte[10], 10);
      socket.receive(answer);
      assertThat(answer.getLength()).isEqualTo(4);
    }
  }

  @Test
  void a_port_accepts_from_the_moment_that_the_process_listens() {
    String id = start(shell("mkfifo /tmp/go; read go </tmp/go; exec " + SERVER).withPort(80));
    ContainerFacts facts = engine.containers().inspect(id);
    for (int i = 0; i < 3; i++) {
      assertThat(engine.containers().accepts(facts, ContainerPort.tcp(80)))
          .isInstanceOf(Verdict.NotYet.class);
    }
    await()
        .until(
            () -> engine.containers().exec(id, ExecSpec.of("test", "-p", "/tmp/go")).succeeded());
    sh(id, "echo go >/tmp/go");
    awaitPort(facts, ContainerPort.tcp(80));
  }

  @Test
  void whether_a_udp_port_accepts_is_not_told() {
    String id = start(sleeper().withPort(ContainerPort.udp(53)));
    assertThat(engine.containers().accepts(engine.containers().inspect(id), ContainerPort.udp(53)))
        .isInstanceOf(Verdict.Never.class);
  }

  // Logs.

  @Test
  void both_streams_are_told_apart() {
    String id = start(shell("echo out; echo err >&2"));
    assertThat(lines(engine.containers().logs(id, false, -1, true)))
        .containsExactlyInAnyOrder(
            new LogLine(LogSource.STDOUT, "out"), new LogLine(LogSource.STDERR, "err"));
  }

  @Test
  void a_stream_attached_before_the_start_gets_every_line_to_the_end() {
    String id = create(shell("i=0; while [ $i -lt 3000 ]; do echo line $i; i=$((i+1)); done"));
    LogStream attached = engine.containers().attach(id, false);
    engine.containers().start(id);
    List<String> texts = texts(attached);
    assertThat(texts).hasSize(3000).startsWith("line 0").endsWith("line 2999");
  }

  @Test
  void a_terminal_gives_one_stream_of_plain_lines() {
    ContainerSpec spec =
        shell("printf '\\001abc\\nhéllo\\n'; echo err >&2; printf last")
            .withEngineOption(DockerOption.createBody(body -> body.put("Tty", true)));
    CreatedContainer created = engine.containers().create(plan(freshName(), spec));
    assertThat(created.tty()).isTrue();
    LogStream attached = engine.containers().attach(created.id(), created.tty());
    engine.containers().start(created.id());
    List<String> expected = List.of("\u0001abc", "héllo", "err", "last");
    assertThat(texts(attached, LogSource.STDOUT)).isEqualTo(expected);
    assertThat(engine.containers().inspect(created.id()).tty()).isTrue();
    assertThat(texts(engine.containers().logs(created.id(), true, -1, true))).isEqualTo(expected);
  }

  @Test
  void long_lines_and_foreign_letters_come_through_whole() {
    String id =
        create(shell("i=0; while [ $i -lt 5000 ]; do printf 'é日𝄞'; i=$((i+1)); done; echo"));
    LogStream attached = engine.containers().attach(id, false);
    engine.containers().start(id);
    // Not by logs: some engines store a line in pieces of 16 KiB, and a torn character as two wrong
    // ones.
    assertThat(String.join("", texts(attached)).equals("é日𝄞".repeat(5000))).isTrue();
  }

  @Test
  void a_line_that_the_engine_stores_in_pieces_is_one_line() {
    String id = start(shell("head -c 100000 /dev/zero | tr '\\0' x; echo; echo next"));
    List<String> texts = texts(engine.containers().logs(id, false, -1, true));
    assertThat(texts).hasSize(2).endsWith("next");
    assertThat(texts.get(0)).hasSize(100_000);
  }

  @Test
  void a_large_log_comes_through_in_order() {
    String id = start(shell("seq 1 200000"));
    List<String> texts = texts(engine.containers().logs(id, false, -1, true));
    assertThat(texts).hasSize(200_000);
    for (int i = 0; i < texts.size(); i++) {
      assertThat(texts.get(i)).isEqualTo(Integer.toString(i + 1));
    }
  }

  @Test
  void a_last_line_without_an_end_is_a_line() {
    String id = start(shell("printf 'a\\nb'"));
    assertThat(texts(engine.containers().logs(id, false, -1, true))).containsExactly("a", "b");
  }

  @Test
  @Timeout(240) // Fifteen containers, on whatever machine.
  void a_followed_log_does_not_lose_its_last_line() {
    for (int i = 0; i < 15; i++) {
      String id = start(shell("echo first; echo last"));
      assertThat(texts(engine.containers().logs(id, false, -1, true)))
          .containsExactly("first", "last");
      engine.containers().remove(id);
    }
  }

  @Test
  void the_last_lines_of_a_log_can_be_had_alone() {
    String id = start(shell("seq 1 50"));
    awaitEnd(id);
    assertThat(texts(engine.containers().logs(id, false, 3, false)))
        .containsExactly("48", "49", "50");
    assertThat(texts(engine.containers().logs(id, false, 0, false))).isEmpty();
    assertThat(texts(engine.containers().logs(id, false, -1, false))).hasSize(50);
  }

  @Test
  void a_log_that_is_not_followed_ends_while_the_container_runs() {
    String id = start(shell("echo up; sleep 1000"));
    try (LogStream log = engine.containers().logs(id, false, -1, true)) {
      assertThat(log.next().text()).isEqualTo("up");
    }
    assertThat(texts(engine.containers().logs(id, false, -1, false))).containsExactly("up");
  }

  @Test
  void a_followed_log_ends_with_its_container() {
    String id = start(shell("echo up; sleep 1000"));
    LogStream log = engine.containers().logs(id, false, -1, true);
    assertThat(log.next().text()).isEqualTo("up");
    engine.containers().remove(id);
    assertThat(log.next()).isNull();
    log.close();
  }

  @Test
  void a_closed_log_lets_its_reader_go() throws Exception {
    String id = start(sleeper());
    LogStream log = engine.containers().logs(id, false, -1, true);
    Future<LogLine> next = threads.submit(log::next);
    log.close();
    assertThat(next.get(2, TimeUnit.SECONDS)).isNull();
    log.close();
  }

  // Commands in a container.

  @Test
  void exec_tells_both_streams_and_the_exit_code() {
    String id = start(sleeper());
    ExecResult result =
        engine.containers().exec(id, ExecSpec.of("sh", "-c", "echo out; echo err >&2; exit 3"));
    assertThat(result.exitCode()).isEqualTo(3);
    assertThat(result.stdout()).isEqualTo("out\n");
    assertThat(result.stderr()).isEqualTo("err\n");
  }

  @Test
  void exec_gets_environment_user_and_directory() {
    String id = start(sleeper().withEnv("A", "container"));
    ExecResult result =
        engine
            .containers()
            .exec(
                id,
                ExecSpec.of("sh", "-c", "echo $A $B; id -u; pwd")
                    .withEnv("B", "exec")
                    .withUser("65534")
                    .withWorkingDirectory("/tmp"));
    assertThat(result.stdout()).isEqualTo("container exec\n65534\n/tmp\n");
  }

  @Test
  void exec_passes_stdin_to_its_end() {
    String id = start(sleeper());
    byte[] bytes = new byte[4 * 1024 * 1024];
    new Random(1).nextBytes(bytes);
    ExecResult result =
        engine
            .containers()
            .exec(id, ExecSpec.of("cat").withStdin(() -> new ByteArrayInputStream(bytes)));
    assertThat(result.exitCode()).isZero();
    assertThat(result.stdoutBytes()).isEqualTo(bytes);
  }

  @Test
  void exec_ends_an_empty_stdin() {
    String id = start(sleeper());
    ExecResult result = engine.containers().exec(id, ExecSpec.of("wc", "-c").withStdin(""));
    assertThat(result.stdout().strip()).isEqualTo("0");
  }

  @Test
  void exec_that_ends_before_its_stdin_returns_at_once() {
    String id = start(sleeper());
    CountDownLatch closed = new CountDownLatch(1);
    InputStream endless =
        new InputStream() {
          @Override
          public int read() {
            return 'x';
          }

          @Override
          public int read(byte[] bytes, int offset, int length) {
            Arrays.fill(bytes, offset, offset + length, (byte) 'x');
            return length;
          }

          @Override
          public void close() {
            closed.countDown();
          }
        };
    ExecResult result =
        engine
            .containers()
            .exec(id, ExecSpec.of("sh", "-c", "head -c 3; exit 4").withStdin(() -> endless));
    assertThat(result.stdout()).isEqualTo("xxx");
    assertThat(result.exitCode()).isEqualTo(4);
    await().until(() -> closed.getCount() == 0);
  }

  @Test
  void exec_tells_when_its_stdin_cannot_be_read() {
    String id = start(sleeper());
    InputStream broken = BrokenInput.after(new byte[10]);
    assertThatThrownBy(
            () -> engine.containers().exec(id, ExecSpec.of("cat").withStdin(() -> broken)))
        .isInstanceOf(EngineException.class)
        .hasMessageContaining("the disk is gone");
  }

  @Test
  void exec_of_what_is_not_in_the_image_is_127_and_of_what_is_no_program_126() {
    String id = start(sleeper());
    ExecResult absent = engine.containers().exec(id, ExecSpec.of("no-such-program"));
    assertThat(absent.exitCode()).isEqualTo(127);
    assertThat(absent.stdout()).isEmpty();
    assertThat(absent.stderr()).contains("no-such-program");
    ExecResult directoryAsProgram = engine.containers().exec(id, ExecSpec.of("/etc"));
    assertThat(directoryAsProgram.exitCode()).isEqualTo(126);
    ExecResult withStdin =
        engine.containers().exec(id, ExecSpec.of("no-such-program").withStdin("x"));
    assertThat(withStdin.exitCode()).isEqualTo(127);
  }

  @Test
  void exec_in_what_does_not_run_is_refused() {
    String id = create(sleeper());
    assertThat(refusal(() -> engine.containers().exec(id, ExecSpec.of("true"))).status())
        .isEqualTo(409);
    engine.containers().remove(id);
    assertThat(refusal(() -> engine.containers().exec(id, ExecSpec.of("true"))).status())
        .isEqualTo(404);
  }

  @Test
  void exec_ends_with_its_container() throws Exception {
    String id = start(sleeper());
    Future<ExecResult> running =
        threads.submit(
            () ->
                engine.containers().exec(id, ExecSpec.of("sh", "-c", "touch /tmp/up; sleep 500")));
    await()
        .until(
            () -> engine.containers().exec(id, ExecSpec.of("test", "-e", "/tmp/up")).succeeded());
    engine.containers().stop(id, Duration.ZERO);
    assertThat(running.get(10, TimeUnit.SECONDS).exitCode()).isEqualTo(137);
  }

  @Test
  void many_commands_run_side_by_side() throws Exception {
    String id = start(sleeper());
    List<Future<String>> results = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      String word = "word" + i;
      results.add(
          threads.submit(
              () -> engine.containers().exec(id, ExecSpec.of("cat").withStdin(word)).stdout()));
    }
    for (int i = 0; i < 12; i++) {
      assertThat(results.get(i).get()).isEqualTo("word" + i);
    }
  }

  // Files.

  @Test
  void files_are_put_in_before_the_start_with_their_parents_and_modes() {
    String id =
        create(
            shell(
                "stat -c '%n %a %u:%g' /tmp /a /a/b /a/b/text /tmp/run; cat /a/b/text; /tmp/run"));
    Map<String, FileContent> files = new LinkedHashMap<>();
    files.put("/a/b/text", FileContent.text("grüß\n"));
    files.put("/tmp/run", FileContent.text("#!/bin/sh\necho ran\n").withMode(0755));
    engine.containers().upload(id, files);
    engine.containers().start(id);
    assertThat(texts(engine.containers().logs(id, false, -1, true)))
        .containsExactly(
            "/tmp 1777 0:0",
            "/a 755 0:0",
            "/a/b 755 0:0",
            "/a/b/text 644 0:0",
            "/tmp/run 755 0:0",
            "grüß",
            "ran");
  }

  @Test
  void a_directory_is_put_in_with_all_in_it() throws IOException {
    Path tree = directory.resolve("tree");
    Files.createDirectories(tree.resolve("sub/empty"));
    Files.writeString(tree.resolve("sub/file"), "content");
    Files.writeString(tree.resolve("run"), "#!/bin/sh\n");
    assertThat(tree.resolve("run").toFile().setExecutable(true)).isTrue();
    Files.createSymbolicLink(tree.resolve("link"), Path.of("sub/file"));
    Files.writeString(tree.resolve("ü".repeat(60) + " name"), "x");
    String id = start(sleeper());
    engine.containers().upload(id, Map.of("/srv/tree/", FileContent.path(tree)));
    assertThat(sh(id, "cd /srv/tree; find . | sort; cat link; test -x run; readlink link"))
        .isEqualTo(
            ".\n./link\n./run\n./sub\n./sub/empty\n./sub/file\n./"
                + "ü".repeat(60)
                + " name\ncontentsub/file");
  }

  @Test
  void a_directory_put_over_another_keeps_what_is_there_and_its_permissions() throws IOException {
    Path tree = Files.createDirectories(directory.resolve("tree"));
    Files.writeString(tree.resolve("new"), "x");
    String id = start(sleeper());
    sh(id, "touch /tmp/old");
    engine.containers().upload(id, Map.of("/tmp", FileContent.path(tree)));
    assertThat(sh(id, "ls /tmp; stat -c %a /tmp")).isEqualTo("new\nold\n1777");
  }

  @Test
  void ten_thousand_files_go_in_and_come_out() throws IOException {
    Path tree = directory.resolve("many");
    for (int i = 0; i < 100; i++) {
      Path sub = Files.createDirectories(tree.resolve("d" + i));
      for (int j = 0; j < 100; j++) {
        Files.writeString(sub.resolve("f" + j), i + "/" + j);
      }
    }
    String id = create(sleeper());
    engine.containers().upload(id, Map.of("/many", FileContent.path(tree)));
    Map<String, String> out = new TreeMap<>();
    engine
        .containers()
        .download(
            id,
            "/many",
            file -> {
              if (file.kind() == EngineFile.Kind.FILE) {
                out.put(
                    file.path(), new String(file.content().readAllBytes(), StandardCharsets.UTF_8));
              }
            });
    assertThat(out).hasSize(10_000).containsEntry("many/d42/f17", "42/17");
  }

  @Test
  void a_hundred_megabytes_go_in_and_come_out() throws IOException {
    Path big = directory.resolve("big");
    byte[] part = new byte[1024 * 1024];
    try (OutputStream out = Files.newOutputStream(big)) {
      for (int i = 0; i < 100; i++) {
        Arrays.fill(part, (byte) i);
        out.write(part);
      }
    }
    String id = create(sleeper());
    engine.containers().upload(id, Map.of("/big", FileContent.path(big)));
    Path back = directory.resolve("back");
    engine.containers().download(id, "/big", file -> Files.copy(file.content(), back));
    assertThat(Files.mismatch(big, back)).isEqualTo(-1);
  }

  private Map<String, String> download(String id, String path) {
    Map<String, String> files = new LinkedHashMap<>();
    engine
        .containers()
        .download(
            id,
            path,
            file -> {
              String content =
                  switch (file.kind()) {
                    case FILE ->
                        new String(file.content().readAllBytes(), StandardCharsets.UTF_8)
                            + " "
                            + Integer.toOctalString(file.mode());
                    case DIRECTORY -> "directory";
                    case LINK -> "-> " + file.linkTarget();
                  };
              files.put(file.path(), content);
            });
    return files;
  }

  @Test
  void a_file_comes_out_under_its_name() {
    String id = start(sleeper());
    sh(id, "mkdir -p /a/b; printf text >/a/b/file; chmod 750 /a/b/file");
    assertThat(download(id, "/a/b/file")).isEqualTo(Map.of("file", "text 750"));
    assertThat(download(id, "/a/../a/b/./file")).isEqualTo(Map.of("file", "text 750"));
  }

  @Test
  void a_directory_comes_out_with_all_in_it() {
    String id = start(sleeper());
    sh(
        id,
        "mkdir -p /a/b/empty; cd /a/b; printf x >one; ln one two; ln -s one link; mkfifo pipe;"
            + " chmod 644 one");
    Map<String, String> expected = new TreeMap<>();
    expected.put("b", "directory");
    expected.put("b/empty", "directory");
    expected.put("b/one", "x 644");
    expected.put("b/two", "x 644");
    expected.put("b/link", "-> one");
    assertThat(new TreeMap<>(download(id, "/a/b"))).isEqualTo(expected);
    assertThat(new TreeMap<>(download(id, "/a/b/"))).isEqualTo(expected);
    assertThat(download(id, "/a/b").keySet().iterator().next()).isEqualTo("b");
  }

  @Test
  void a_path_that_is_a_link_is_followed() {
    String id = start(sleeper());
    sh(
        id,
        "mkdir -p /x/y; cd /x; printf text >y/file; ln -s y/file rel; ln -s /x/rel abs; ln -s loop"
            + " loop");
    assertThat(download(id, "/x/abs")).containsKey("abs").hasSize(1);
    assertThat(download(id, "/x/abs").get("abs")).startsWith("text ");
    assertThatThrownBy(() -> download(id, "/x/loop")).isInstanceOf(EngineException.class);
  }

  @Test
  void a_path_that_is_not_there_is_refused() {
    String id = create(sleeper());
    EngineException refusal = refusal(() -> download(id, "/no/such/file"));
    assertThat(refusal.status()).isEqualTo(404);
    assertThat(refusal).hasMessageContaining("/no/such/file");
  }

  @Test
  void a_visitor_that_fails_ends_the_copy_and_is_told() {
    String id = create(sleeper());
    assertThatThrownBy(
            () ->
                engine
                    .containers()
                    .download(
                        id,
                        "/bin",
                        file -> {
                          throw new IOException("the disk is full");
                        }))
        .isInstanceOf(EngineException.class)
        .hasMessageContaining("the disk is full");
    engine.containers().remove(id);
  }

  @Test
  void a_file_that_cannot_be_read_is_told() throws IOException {
    Path gone = Files.writeString(directory.resolve("gone"), "x");
    FileContent content = FileContent.path(gone);
    Files.delete(gone);
    String id = create(sleeper());
    assertThatThrownBy(() -> engine.containers().upload(id, Map.of("/f", content)))
        .isInstanceOf(EngineException.class)
        .hasMessageContaining(gone.toString());
  }

  @Test
  void an_upload_to_what_is_not_there_is_refused() throws IOException {
    Path big = directory.resolve("big");
    Files.write(big, new byte[20_000_000]);
    EngineException refusal =
        refusal(() -> engine.containers().upload(freshName(), Map.of("/f", FileContent.path(big))));
    assertThat(refusal.status()).isEqualTo(404);
  }

  // Networks, volumes and mounts.

  @Test
  void containers_of_a_network_reach_each_other_by_alias_and_name() {
    Net network = network();
    String serverName = freshName();
    String server =
        engine
            .containers()
            .create(plan(serverName, shell(SERVER).withNetwork(network, "web", "www")))
            .id();
    engine.containers().start(server);
    String client = start(sleeper().withNetwork(network));
    for (String host : List.of("web", "www", serverName)) {
      await().until(() -> reaches(client, host));
    }
    assertThat(engine.containers().inspect(server).addresses()).containsOnlyKeys(network.name());
  }

  private boolean reaches(String client, String host) {
    String line = "printf 'GET /passwd HTTP/1.0\\r\\n\\r\\n' | nc -w 2 $0 80 | grep -q root:";
    return engine.containers().exec(client, ExecSpec.of("sh", "-c", line, host)).succeeded();
  }

  @Test
  void a_container_on_several_networks_has_its_aliases_in_each() {
    Net front = network();
    Net back = network();
    String server =
        start(shell(SERVER).withNetwork(front, "front-door").withNetwork(back, "back-door"));
    assertThat(engine.containers().inspect(server).addresses())
        .containsOnlyKeys(front.name(), back.name());
    String friend = start(sleeper().withNetwork(back));
    await().until(() -> reaches(friend, "back-door"));
    assertThat(reaches(friend, "front-door")).isFalse();
  }

  @Test
  void a_container_is_not_left_over_when_a_network_is_not_there() {
    Net front = network();
    Net absent = new Net("absent", freshName());
    String name = freshName();
    assertThatThrownBy(
            () -> {
              ContainerSpec spec = sleeper().withNetwork(front).withNetwork(absent);
              String id = engine.containers().create(plan(name, spec)).id();
              try {
                engine.containers().start(id);
              } finally {
                engine.containers().remove(id);
              }
            })
        .isInstanceOf(EngineException.class)
        .hasMessageContaining(absent.name());
    assertThat(refusal(() -> engine.containers().inspect(name)).status()).isEqualTo(404);
  }

  @Test
  void a_network_name_that_is_taken_is_refused() {
    Net network = network();
    EngineException refusal =
        refusal(
            () ->
                engine
                    .networks()
                    .create(new NetworkPlan(network.name(), labels, NetworkSpec.of())));
    assertThat(refusal.status()).isEqualTo(409);
    assertThat(refusal).hasMessageContaining("create network \"" + network.name() + "\"");
  }

  @Test
  void a_network_is_removed_while_its_last_container_goes() throws Exception {
    Net network = network();
    String id = start(sleeper().withNetwork(network));
    Future<?> removal = threads.submit(() -> engine.containers().remove(id));
    engine.networks().remove(network.id());
    removal.get();
    assertThat(engine.find(labels)).isEmpty();
  }

  @Test
  void a_volume_keeps_what_one_container_wrote_for_the_next() {
    Vol volume = volume();
    String first = start(shell("echo kept >/data/file").withMount(Mount.volume(volume, "/data")));
    awaitEnd(first);
    engine.containers().remove(first);
    String second =
        start(
            shell("cat /in/file; touch /in/x || echo read-only")
                .withMount(Mount.volume(volume, "/in").asReadOnly()));
    assertThat(texts(engine.containers().logs(second, false, -1, true), LogSource.STDOUT))
        .containsExactly("kept", "read-only");
  }

  @Test
  void a_volume_name_that_is_taken_is_refused_and_the_volume_stays() {
    Vol volume = volume();
    Map<String, String> others = Map.of("dev.drydock.test", "other");
    for (Map<String, String> each : List.of(labels, others)) {
      EngineException refusal =
          refusal(
              () -> engine.volumes().create(new VolumePlan(volume.name(), each, VolumeSpec.of())));
      assertThat(refusal.status()).isEqualTo(409);
      assertThat(refusal).hasMessageContaining("create volume \"" + volume.name() + "\"");
    }
    assertThat(engine.find(labels)).hasSize(1);
  }

  @Test
  void a_volume_is_removed_while_its_last_container_goes() throws Exception {
    Vol volume = volume();
    String id = start(sleeper().withMount(Mount.volume(volume, "/data")));
    Future<?> removal = threads.submit(() -> engine.containers().remove(id));
    engine.volumes().remove(volume.name());
    removal.get();
    assertThat(engine.find(labels)).isEmpty();
  }

  @Test
  void a_bind_mount_is_the_same_file_on_both_sides() throws IOException {
    Files.writeString(directory.resolve("in"), "from outside");
    String id = start(sleeper().withMount(Mount.bind(directory, "/mnt/x")));
    assertThat(sh(id, "cat /mnt/x/in; echo from inside >/mnt/x/out; chmod 666 /mnt/x/out"))
        .isEqualTo("from outside");
    assertThat(Files.readString(directory.resolve("out"))).isEqualTo("from inside\n");
  }

  @Test
  void a_tmpfs_has_its_size_and_mode() {
    String id =
        start(
            sleeper()
                .withMount(Mount.tmpfs("/fast").withSize(DataSize.ofMebibytes(8)).withMode(0750))
                .withMount(Mount.tmpfs("/open")));
    assertThat(sh(id, "stat -c %a /fast /open; df -k /fast | tail -1 | awk '{print $2}'"))
        .isEqualTo("750\n1777\n8192");
  }

  // Events, and what is left.

  @Test
  void the_end_of_a_container_is_told_within_moments() throws Exception {
    BlockingQueue<EngineEvent> events = new LinkedBlockingQueue<>();
    try (Subscription subscription = engine.events(labels, events::add, () -> {})) {
      String id = start(shell("exit 5"));
      EngineEvent event = events.poll(5, TimeUnit.SECONDS);
      assertThat(event).isEqualTo(new EngineEvent(id, EngineEvent.Kind.DIED, 5));
      subscription.close();
      start(shell("exit 6"));
    }
    assertThat(events).isEmpty();
  }

  @Test
  void events_of_others_are_not_told() throws Exception {
    BlockingQueue<EngineEvent> events = new LinkedBlockingQueue<>();
    Map<String, String> others = new LinkedHashMap<>(labels);
    others.put("dev.drydock.other", "1");
    try (Subscription subscription = engine.events(others, events::add, () -> {})) {
      start(shell("exit 5"));
      ContainerSpec spec = shell("exit 6");
      String mine =
          engine
              .containers()
              .create(new ContainerPlan(freshName(), spec.image(), others, spec))
              .id();
      engine.containers().start(mine);
      assertThat(events.poll(5, TimeUnit.SECONDS).containerId()).isEqualTo(mine);
      subscription.close();
      subscription.close();
    }
  }

  @Test
  void the_engines_healthcheck_is_told_and_inspected() throws Exception {
    BlockingQueue<EngineEvent> events = new LinkedBlockingQueue<>();
    Healthcheck check =
        Healthcheck.shell("test -e /tmp/well").withInterval(Duration.ofMillis(100)).withRetries(1);
    try (Subscription subscription = engine.events(labels, events::add, () -> {})) {
      String id = start(sleeper().withHealthcheck(check));
      ContainerFacts facts = engine.containers().inspect(id);
      assertThat(facts.healthcheck().test()).isEqualTo(check.test());
      assertThat(facts.healthcheck().interval()).isEqualTo(check.interval());
      assertThat(facts.state()).isInstanceOf(ContainerState.Running.class);
      assertThat(events.poll(10, TimeUnit.SECONDS))
          .isEqualTo(new EngineEvent(id, EngineEvent.Kind.UNHEALTHY, 0));
      assertThat(stateOf(id)).isEqualTo(new ContainerState.Running(Health.UNHEALTHY));
      sh(id, "touch /tmp/well");
      assertThat(events.poll(10, TimeUnit.SECONDS))
          .isEqualTo(new EngineEvent(id, EngineEvent.Kind.HEALTHY, 0));
      assertThat(stateOf(id)).isEqualTo(new ContainerState.Running(Health.HEALTHY));
      subscription.close();
    }
  }

  @Test
  void all_that_carries_the_labels_is_found() {
    Net network = network();
    Vol volume = volume();
    String name = freshName();
    String id = engine.containers().create(plan(name, sleeper())).id();
    assertThat(engine.find(labels))
        .extracting(Leftover::kind, Leftover::id, Leftover::name)
        .containsExactlyInAnyOrder(
            tuple(Leftover.Kind.CONTAINER, id, name),
            tuple(Leftover.Kind.NETWORK, network.id(), network.name()),
            tuple(Leftover.Kind.VOLUME, volume.name(), volume.name()));
    for (Leftover each : engine.find(labels)) {
      assertThat(each.labels()).containsAllEntriesOf(labels);
    }
    Map<String, String> more = new LinkedHashMap<>(labels);
    more.put("another", "label");
    assertThat(engine.find(more)).isEmpty();
  }

  @Test
  void an_image_tells_its_ports() {
    ImageFacts facts = engine.images().inspect(ImageName.parse("drydock-test/nginx:1.22"));
    assertThat(facts.id()).startsWith("sha256:");
    assertThat(facts.exposedPorts()).containsExactly(ContainerPort.tcp(80));
  }

  @Test
  void an_images_own_ports_can_be_published() {
    String id =
        start(
            ContainerSpec.of("drydock-test/nginx:1.22")
                .withEntrypoint("sleep", "100")
                .withImagePorts());
    assertThat(engine.containers().inspect(id).endpoints()).containsOnlyKeys(ContainerPort.tcp(80));
  }

  // Interrupts of what really runs.

  private void interruptSoon(Callable<Boolean> when) {
    Thread caller = Thread.currentThread();
    threads.execute(
        () -> {
          await().until(when);
          caller.interrupt();
        });
  }

  @Test
  void an_interrupted_stop_returns_at_once() {
    String id = start(shell("trap '' TERM; touch /tmp/up; while :; do sleep 0.01; done"));
    await()
        .until(
            () -> engine.containers().exec(id, ExecSpec.of("test", "-e", "/tmp/up")).succeeded());
    long start = System.nanoTime();
    interruptSoon(() -> System.nanoTime() - start > 100_000_000);
    assertThatThrownBy(() -> engine.containers().stop(id, Duration.ofSeconds(50)))
        .isInstanceOf(InterruptedWaitException.class);
    assertThat(Thread.interrupted()).isTrue();
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
  }

  @Test
  void an_interrupted_exec_returns_at_once() {
    String id = start(sleeper());
    interruptSoon(
        () -> engine.containers().exec(id, ExecSpec.of("test", "-e", "/tmp/up")).succeeded());
    assertThatThrownBy(
            () -> engine.containers().exec(id, ExecSpec.of("sh", "-c", "touch /tmp/up; sleep 500")))
        .isInstanceOf(InterruptedWaitException.class);
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void a_closed_engine_refuses_and_touches_no_container() {
    String id = start(sleeper());
    try (Engine second = connect()) {
      second.close();
      second.close();
      assertThatThrownBy(() -> second.containers().inspect(id)).isInstanceOf(EngineException.class);
    }
    assertThat(stateOf(id).isAlive()).isTrue();
  }
}
