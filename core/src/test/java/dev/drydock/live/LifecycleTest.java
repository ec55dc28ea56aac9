package dev.drydock.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import dev.drydock.engine.Subscription;
import dev.drydock.model.ClosedException;
import dev.drydock.model.ContainerPort;
import dev.drydock.model.ContainerSizes;
import dev.drydock.model.ContainerStartException;
import dev.drydock.model.ContainerState;
import dev.drydock.model.ContainerStats;
import dev.drydock.model.DataSize;
import dev.drydock.model.Endpoint;
import dev.drydock.model.EngineException;
import dev.drydock.model.ExecResult;
import dev.drydock.model.FileChange;
import dev.drydock.model.Health;
import dev.drydock.model.LogLine;
import dev.drydock.model.LogSource;
import dev.drydock.model.StopResult;
import dev.drydock.model.TimedOutException;
import dev.drydock.ready.Readiness;
import dev.drydock.runtime.Container;
import dev.drydock.runtime.Network;
import dev.drydock.runtime.Session;
import dev.drydock.runtime.UnstartedContainer;
import dev.drydock.runtime.Volume;
import dev.drydock.spec.ContainerSpec;
import dev.drydock.spec.FileContent;
import dev.drydock.spec.Mount;
import java.io.IOException;
import java.io.InputStream;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

@Tag("engine")
@Timeout(120)
class LifecycleTest {

  @RegisterExtension final Live live = new Live();

  private static String get(Endpoint endpoint, String path) throws IOException {
    try (InputStream body = URI.create("http://" + endpoint + path).toURL().openStream()) {
      return new String(body.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static ContainerSpec obedient() {
    return Live.shell("trap 'exit 9' TERM; echo up; while :; do sleep 0.01; done")
        .withReadiness(Readiness.logLine("up"));
  }

  @Test
  void an_unstarted_container_takes_files_and_serves_them_once_it_is_started() throws IOException {
    Session session = live.session();
    // docs: create
    try (UnstartedContainer made =
        session.create(
            ContainerSpec.of("busybox:1")
                .withCommand("httpd", "-f", "-p", "80", "-h", "/")
                .withPort(80))) {
      made.copyIn(FileContent.text("hello"), "/hi.txt");
      assertThat(made.state()).isEqualTo(new ContainerState.Created());
      Container web = made.start();
      assertThat(get(web.endpoint(80), "/hi.txt")).isEqualTo("hello");
    }
    // docs: end
  }

  @Test
  void an_unstarted_container_gives_out_its_files(@TempDir Path directory) {
    UnstartedContainer made =
        live.session()
            .create(
                Live.sleeper()
                    .withFile("/conf/a", FileContent.text("one"))
                    .withFile("/conf/sub/b", FileContent.text("two")));
    assertThat(made.readFile("/conf/a")).asString().isEqualTo("one");
    made.copyOut("/conf", directory.resolve("out"));
    assertThat(directory.resolve("out/a")).hasContent("one");
    assertThat(directory.resolve("out/sub/b")).hasContent("two");
    assertThat(made.state()).isEqualTo(new ContainerState.Created());
  }

  @Test
  void an_unstarted_container_is_started_once() {
    UnstartedContainer made = live.session().create(Live.sleeper());
    made.start();
    assertThatThrownBy(made::start)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("drydock-test/busybox:1 was started before; use the handle of that start.");
  }

  @Test
  void an_unstarted_container_whose_start_fails_is_removed() {
    UnstartedContainer made = live.session().create(Live.shell("exit 3").withPort(80));
    assertThatThrownBy(made::start)
        .isInstanceOf(ContainerStartException.class)
        .hasMessageStartingWith("drydock-test/busybox:1 ended before it was ready.");
    assertThatThrownBy(made::state)
        .isInstanceOf(ClosedException.class)
        .hasMessage("Cannot inspect drydock-test/busybox:1: its handle is closed.");
  }

  @Test
  void an_endpoint_is_the_same_after_a_restart_and_serves() throws IOException {
    Session session = live.session();
    // docs: restart
    Container web =
        session.start(
            ContainerSpec.of("busybox:1")
                .withCommand("httpd", "-f", "-p", "80", "-h", "/")
                .withPort(80));
    Endpoint before = web.endpoint(80);
    web.restart(Duration.ZERO);
    assertThat(web.endpoint(80)).isEqualTo(before);
    assertThat(get(before, "/etc/passwd")).contains("root");
    // docs: end
  }

  @Test
  void endpoints_are_the_same_after_stop_and_start_though_other_containers_came_meanwhile() {
    Container web = live.session().start(Live.web().withPort(ContainerPort.udp(53)));
    Endpoint tcp = web.endpoint(80);
    Endpoint udp = web.endpoint(ContainerPort.udp(53));
    web.stop(Duration.ZERO);
    for (int i = 0; i < 3; i++) {
      live.session().start(Live.web());
    }
    web.start();
    assertThat(web.endpoint(80)).isEqualTo(tcp);
    assertThat(web.endpoint(ContainerPort.udp(53))).isEqualTo(udp);
  }

  @Test
  void a_host_port_that_something_has_is_passed_by() throws IOException {
    Container first = live.session().start(Live.web());
    List<ServerSocket> taken = new ArrayList<>();
    try {
      for (int i = 1; i <= 2; i++) {
        taken.add(new ServerSocket(10_000 + (first.endpoint(80).port() - 10_000 + i) % 20_000));
      }
      Container second = live.session().start(Live.web());
      assertThat(get(second.endpoint(80), "/etc/passwd")).contains("root");
      assertThat(taken)
          .extracting(ServerSocket::getLocalPort)
          .doesNotContain(second.endpoint(80).port());
    } finally {
      for (ServerSocket each : taken) {
        each.close();
      }
    }
  }

  @Test
  void readiness_is_waited_for_again_and_the_log_goes_on() throws InterruptedException {
    BlockingQueue<String> lines = new LinkedBlockingQueue<>();
    Container container = live.session().start(obedient());
    try (Subscription following = container.followLogs(line -> lines.add(line.text()))) {
      assertThat(following).isNotNull();
      assertThat(lines.poll(10, TimeUnit.SECONDS)).isEqualTo("up");
      container.restart();
      assertThat(lines.poll(10, TimeUnit.SECONDS)).isEqualTo("up");
      container.restart();
      assertThat(lines.poll(10, TimeUnit.SECONDS)).isEqualTo("up");
      assertThat(lines.poll(100, TimeUnit.MILLISECONDS)).isNull();
    }
  }

  @Test
  void a_restart_that_does_not_become_ready_is_reported_and_the_container_stays() {
    Container container =
        live.session()
            .start(
                Live.shell("test -e /ran && exit 4; touch /ran; echo up; sleep 1000")
                    .withReadiness(Readiness.logLine("up")));
    assertThatThrownBy(() -> container.restart(Duration.ZERO))
        .isInstanceOf(ContainerStartException.class)
        .hasMessageStartingWith("drydock-test/busybox:1 ended before it was ready.");
    assertThat(container.state()).isEqualTo(new ContainerState.Exited(4, false));
  }

  @Test
  void a_tmpfs_is_empty_after_a_restart_and_the_writable_layer_is_not() {
    Container container = live.session().start(Live.sleeper().withMount(Mount.tmpfs("/scratch")));
    container.exec("sh", "-c", "echo a >/scratch/f; echo b >/kept");
    container.restart(Duration.ZERO);
    assertThat(container.exec("ls", "/scratch").stdout()).isEmpty();
    assertThat(container.readFile("/kept")).asString().isEqualTo("b\n");
  }

  @Test
  void removal_loses_the_writable_layer_and_a_volume_survives() {
    Volume volume = live.session().volume();
    ContainerSpec spec = Live.sleeper().withMount(Mount.volume(volume, "/data"));
    try (Container first = live.session().start(spec)) {
      first.exec("sh", "-c", "echo a >/data/f; echo b >/lost");
    }
    Container second = live.session().start(spec);
    assertThat(second.readFile("/data/f")).asString().isEqualTo("a\n");
    assertThat(second.exec("ls", "/lost").exitCode()).isEqualTo(1);
  }

  @Test
  void a_stop_tells_how_the_process_ended() {
    Session session = live.session();
    // docs: stop
    Container polite =
        session.start(
            ContainerSpec.of("busybox:1")
                .withCommand(
                    "sh", "-c", "trap 'exit 9' TERM; echo up; while :; do sleep 0.01; done")
                .withReadiness(Readiness.logLine("up")));
    StopResult stopped = polite.stop(Duration.ofSeconds(10));
    assertThat(stopped.exitCode()).isEqualTo(9);
    assertThat(stopped.killed()).isFalse();
    // docs: end
    assertThat(stopped.took()).isBetween(Duration.ofMillis(1), Duration.ofSeconds(9));
  }

  @Test
  void a_stop_tells_that_it_had_to_kill() {
    Container stubborn = live.session().start(Live.sleeper());
    StopResult stopped = stubborn.stop(Duration.ofSeconds(1));
    assertThat(stopped.exitCode()).isEqualTo(137);
    assertThat(stopped.killed()).isTrue();
    assertThat(stubborn.stop(Duration.ZERO)).isEqualTo(new StopResult(137, Duration.ZERO, false));
  }

  @Test
  void a_stop_by_another_signal_is_told_too() {
    Container container =
        live.session()
            .start(
                Live.shell("trap 'exit 5' USR1; echo up; while :; do sleep 0.01; done")
                    .withReadiness(Readiness.logLine("up")));
    StopResult stopped = container.stop(Duration.ofSeconds(10), "usr1");
    assertThat(stopped.exitCode()).isEqualTo(5);
    assertThat(stopped.killed()).isFalse();
    Container stubborn = live.session().start(Live.sleeper());
    assertThat(stubborn.stop(Duration.ofMillis(100), "TERM").killed()).isTrue();
  }

  @Test
  void a_paused_container_is_paused_until_it_goes_on() {
    Container container = live.session().start(Live.sleeper());
    container.pause();
    assertThat(container.state()).isEqualTo(new ContainerState.Paused());
    container.unpause();
    // On a busy machine Docker hears of the pause after the end of it, and of that a little later.
    await().until(() -> container.state().equals(new ContainerState.Running(Health.NONE)));
  }

  @Test
  void an_end_is_waited_for_as_long_as_wished() {
    Container container = live.session().start(obedient());
    assertThatThrownBy(() -> container.awaitExit(Duration.ofMillis(100)))
        .isInstanceOf(TimedOutException.class)
        .hasMessage("drydock-test/busybox:1 did not end within 0.1 s.");
    container.kill("TERM");
    assertThat(container.awaitExit(Duration.ofSeconds(10))).isEqualTo(9);
  }

  @Test
  void a_renamed_container_has_its_name_and_is_removed_by_its_session() {
    Container container = live.session().start(Live.sleeper());
    String name = "renamed-" + live.session().id();
    container.rename(name);
    assertThat(container.name()).isEqualTo(name);
    container.close();
    assertThatThrownBy(container::state)
        .isInstanceOf(ClosedException.class)
        .hasMessage("Cannot inspect drydock-test/busybox:1: its handle is closed.");
    Container other = live.session().start(Live.sleeper().withName(name));
    assertThat(other.name()).isEqualTo(name);
  }

  @Test
  void memory_is_limited_anew() {
    Container container = live.session().start(Live.sleeper().withMemory(DataSize.ofMebibytes(32)));
    container.limit(r -> r.withMemory(DataSize.ofMebibytes(64)));
    assertThat(container.stats().memoryLimit()).isEqualTo(DataSize.ofMebibytes(64));
  }

  @Test
  void processors_and_processes_are_limited_anew_and_the_rest_stays() {
    Container container = live.session().start(Live.sleeper().withMemory(DataSize.ofMebibytes(32)));
    // docs: limit
    container.limit(r -> r.withCpus(0.25).withPids(77));
    // docs: end
    String look = "cat /sys/fs/cgroup/cpu/cpu.cfs_quota_us /sys/fs/cgroup/pids/pids.max";
    assertThat(container.exec("sh", "-c", look).stdout()).isEqualTo("25000\n77\n");
    assertThat(container.stats().memoryLimit()).isEqualTo(DataSize.ofMebibytes(32));
  }

  @Test
  void what_a_container_uses_is_told_once_and_again() {
    Container container =
        live.session()
            .start(
                Live.shell("while :; do :; done").withPort(80).withReadiness(Readiness.running()));
    ContainerStats first = container.stats();
    assertThat(first.cpu()).isPositive();
    assertThat(first.memory().bytes()).isPositive();
    assertThat(first.processes()).isEqualTo(1);
    List<ContainerStats> all = new CopyOnWriteArrayList<>();
    try (Subscription following = container.followStats(all::add)) {
      assertThat(following).isNotNull();
      await().until(() -> all.size() >= 2);
    }
    assertThat(all.get(1).processorsSince(all.get(0))).isBetween(0.05, 1.5);
  }

  @Test
  void what_goes_over_its_networks_is_counted() {
    Network network = live.session().network();
    live.session().start(Live.web().withNetwork(network, "web"));
    Container client = live.session().start(Live.sleeper().withNetwork(network));
    ContainerStats before = client.stats();
    long size = Long.parseLong(client.exec("stat", "-c", "%s", "/bin/busybox").stdout().strip());
    assertThat(client.exec("wget", "-q", "-O", "/got", "http://web/bin/busybox").succeeded())
        .isTrue();
    ContainerStats after = client.stats();
    assertThat(after.received().bytes()).isGreaterThan(before.received().bytes() + size);
    assertThat(after.sent().bytes()).isGreaterThan(before.sent().bytes());
  }

  @Test
  void processes_changes_and_sizes_are_told() {
    Container container = live.session().start(Live.sleeper());
    assertThat(container.processes()).extracting("command").containsExactly("sleep 1000");
    container.exec("sh", "-c", "head -c 100000 /dev/zero >/made; rm /bin/tr");
    assertThat(container.changes())
        .contains(
            new FileChange(FileChange.Kind.ADDED, "/made"),
            new FileChange(FileChange.Kind.MODIFIED, "/bin"),
            new FileChange(FileChange.Kind.DELETED, "/bin/tr"));
    ContainerSizes sizes = container.sizes();
    assertThat(sizes.writable().bytes()).isBetween(100_000L, 200_000L);
    assertThat(sizes.total().bytes()).isGreaterThan(sizes.writable().bytes());
  }

  @Test
  void a_task_runs_once_and_is_removed() {
    Session session = live.session();
    // docs: run
    ExecResult task =
        session.run(
            ContainerSpec.of("busybox:1")
                .withCommand("sh", "-c", "echo out; echo err >&2; exit 3"));
    assertThat(task.exitCode()).isEqualTo(3);
    assertThat(task.stdout()).isEqualTo("out\n");
    assertThat(task.stderr()).isEqualTo("err\n");
    // docs: end
  }

  @Test
  void a_task_that_does_not_end_is_removed_and_reported_with_its_log() {
    ContainerSpec spec =
        Live.shell("echo begun; exec sleep 1000").withStartTimeout(Duration.ofMillis(700));
    assertThatThrownBy(() -> live.session().run(spec))
        .isInstanceOf(TimedOutException.class)
        .hasMessage(
            """
            drydock-test/busybox:1 did not end within 0.7 s. It was removed.
              Log, all 1 line:
                begun""");
  }

  @Test
  void the_lines_of_a_task_reach_all_that_its_description_names(@TempDir Path directory)
      throws IOException {
    List<LogLine> lines = new CopyOnWriteArrayList<>();
    Path file = directory.resolve("task.log");
    ContainerSpec spec =
        Live.shell("seq 1 3000; echo end >&2").withLogConsumer(lines::add).withLogFile(file);
    assertThat(live.session().run(spec).exitCode()).isZero();
    assertThat(lines).hasSize(3001).contains(new LogLine(LogSource.STDERR, "end"));
    assertThat(Files.readAllLines(file)).hasSize(3001);
  }

  @Test
  void a_task_beside_an_application_shares_its_logger_only(@TempDir Path directory)
      throws IOException {
    Queue<String> logged = new ConcurrentLinkedQueue<>();
    AppenderBase<ILoggingEvent> appender =
        new AppenderBase<>() {
          @Override
          protected void append(ILoggingEvent event) {
            logged.add(event.getFormattedMessage());
          }
        };
    appender.start();
    Logger logger = (Logger) LoggerFactory.getLogger("app-and-task");
    logger.addAppender(appender);
    List<String> lines = new CopyOnWriteArrayList<>();
    Path file = directory.resolve("app.log");
    try (Container app =
        live.session()
            .start(
                Live.shell("echo up; exec sleep 1000")
                    .withReadiness(Readiness.logLine("up"))
                    .withLogger(logger)
                    .withLogConsumer(line -> lines.add(line.text()))
                    .withLogFile(file))) {
      await().until(() -> logged.contains("up") && lines.contains("up"));
      assertThat(app.runOnce("echo", "task").stdout()).isEqualTo("task\n");
    } finally {
      logger.detachAppender(appender);
    }
    assertThat(logged).containsExactly("up", "task");
    assertThat(lines).containsExactly("up");
    assertThat(Files.readString(file)).contains("up").doesNotContain("task");
  }

  @Test
  void a_task_beside_an_application_has_its_surroundings() {
    Network network = live.session().network();
    Volume volume = live.session().volume();
    Container app =
        live.session()
            .start(
                Live.web()
                    .withNetwork(network, "app")
                    .withEnv("MODE", "test")
                    .withMount(Mount.volume(volume, "/data")));
    app.exec("sh", "-c", "echo shared >/data/f");
    // docs: runOnce
    ExecResult task =
        app.runOnce("sh", "-c", "echo $MODE; cat /data/f; wget -qO- http://app/data/f");
    // docs: end
    assertThat(task.stdout()).isEqualTo("test\nshared\nshared\n");
    assertThat(task.exitCode()).isZero();
  }

  @Test
  void wrong_wishes_are_refused_by_name() {
    Container container = live.session().start(Live.sleeper());
    assertThatThrownBy(() -> container.kill("NOPE"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("signal must be a name such as TERM, or a number from 1 to 64, was NOPE");
    assertThatThrownBy(() -> container.stop(Duration.ofSeconds(-1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("grace period must be 0 or more, was PT-1S");
    assertThatThrownBy(() -> container.limit(r -> r.withShm(DataSize.ofMebibytes(8))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "limits to change while a container lives must be those of memory, swap, processors"
                + " and processes, was shm 8m");
    Container other = live.session().start(Live.sleeper());
    Throwable taken = catchThrowable(() -> container.rename(other.name()));
    assertThat(taken).isInstanceOf(EngineException.class);
    assertThat(Live.normal(taken))
        .startsWith(
            "The engine refused to rename container \"drydock-busybox-<n>\" to"
                + " \"drydock-busybox-<n>\": ");
    assertThatThrownBy(() -> container.copyOut("/absent", java.nio.file.Path.of("target/absent")))
        .isInstanceOf(EngineException.class)
        .hasMessageStartingWith("The engine refused to copy /absent out of container \"");
    container.stop(Duration.ZERO);
    assertThatThrownBy(() -> container.exec("true"))
        .isInstanceOf(EngineException.class)
        .hasMessageContaining("is not running");
    container.close();
    assertThatThrownBy(container::restart)
        .isInstanceOf(ClosedException.class)
        .hasMessage("Cannot restart drydock-test/busybox:1: its handle is closed.");
  }

  @Test
  void many_threads_use_one_handle() throws Exception {
    Container container = live.session().start(Live.web());
    ExecutorService threads = Executors.newFixedThreadPool(16);
    try {
      List<Future<String>> all = new ArrayList<>();
      for (int i = 0; i < 48; i++) {
        String word = "word" + i;
        all.add(threads.submit(() -> container.exec("echo", word).stdout().strip()));
        threads.submit(container::state);
      }
      for (int i = 0; i < all.size(); i++) {
        assertThat(all.get(i).get()).isEqualTo("word" + i);
      }
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void memory_that_is_limited_anew_has_as_much_swap_as_before() {
    String look =
        "cat /sys/fs/cgroup/memory/memory.limit_in_bytes"
            + " /sys/fs/cgroup/memory/memory.memsw.limit_in_bytes";
    DataSize before = DataSize.ofMebibytes(32);
    Container none =
        live.session()
            .start(
                Live.sleeper().withMemory(before).withResources(r -> r.withMemoryAndSwap(before)));
    none.limit(r -> r.withMemory(DataSize.ofMebibytes(64)));
    assertThat(none.exec("sh", "-c", look).stdout()).isEqualTo("67108864\n67108864\n");
    Container some = live.session().start(Live.sleeper().withMemory(before));
    some.limit(r -> r.withMemory(DataSize.ofMebibytes(128)));
    assertThat(some.exec("sh", "-c", look).stdout()).isEqualTo("134217728\n167772160\n");
    some.limit(r -> r.withMemory(before).withMemoryAndSwap(before));
    assertThat(some.exec("sh", "-c", look).stdout()).isEqualTo("33554432\n33554432\n");
  }
}
