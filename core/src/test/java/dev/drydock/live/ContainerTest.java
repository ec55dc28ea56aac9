package dev.drydock.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.drydock.engine.Leftover;
import dev.drydock.engine.Subscription;
import dev.drydock.model.ContainerPort;
import dev.drydock.model.ContainerStartException;
import dev.drydock.model.ContainerState;
import dev.drydock.model.LogLine;
import dev.drydock.model.LogSource;
import dev.drydock.model.Platform;
import dev.drydock.model.UnsupportedWishException;
import dev.drydock.ready.Readiness;
import dev.drydock.runtime.Container;
import dev.drydock.runtime.Group;
import dev.drydock.runtime.GroupMember;
import dev.drydock.runtime.Network;
import dev.drydock.runtime.Volume;
import dev.drydock.spec.ExecSpec;
import dev.drydock.spec.FileContent;
import dev.drydock.spec.Healthcheck;
import dev.drydock.spec.Mount;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
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
class ContainerTest {

  @RegisterExtension final Live live = new Live();

  private static String get(Container web, String path) throws IOException {
    try (InputStream body = URI.create("http://" + web.endpoint(80) + path).toURL().openStream()) {
      return new String(body.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Test
  void a_published_port_serves_as_soon_as_the_start_returns() throws IOException {
    Container web = live.session().start(Live.web().withFile("/hi.txt", FileContent.text("hello")));
    assertThat(get(web, "/hi.txt")).isEqualTo("hello");
  }

  @Test
  void a_port_is_ready_only_when_the_process_in_the_container_accepts() throws IOException {
    Container web =
        live.session()
            .start(
                Live.shell("sleep 1; exec httpd -f -p 80 -h /")
                    .withPort(80)
                    .withFile("/hi.txt", FileContent.text("late")));
    assertThat(get(web, "/hi.txt")).isEqualTo("late");
  }

  @Test
  void a_port_that_is_not_published_has_no_endpoint() {
    Container web = live.session().start(Live.web());
    assertThatThrownBy(() -> web.endpoint(81))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "drydock-test/busybox:1 does not publish port 81/tcp; it publishes [80/tcp]. Add withPort"
                + " to the description.");
  }

  @Test
  void environment_user_directory_and_labels_reach_the_container() {
    Container container =
        live.session()
            .start(
                Live.sleeper()
                    .withEnv("GREETING", "grüß dich")
                    .withUser("1000:1000")
                    .withWorkingDirectory("/tmp")
                    .withLabel("of-test", live.session().id()));
    assertThat(container.exec("sh", "-c", "echo $GREETING; id -u; pwd").stdout())
        .isEqualTo("grüß dich\n1000\n/tmp\n");
    assertThat(OnEngine.with(Map.of("of-test", live.session().id())))
        .extracting(Leftover::id)
        .containsExactly(container.id());
  }

  @Test
  void a_command_gets_its_own_environment_user_directory_and_input() {
    Container container = live.session().start(Live.sleeper());
    assertThat(
            container.exec(
                ExecSpec.of("sh", "-c", "cat; echo $WHO; id -u; pwd; echo oops >&2; exit 4")
                    .withStdin("typed\n")
                    .withEnv("WHO", "me")
                    .withUser("7")
                    .withWorkingDirectory("/tmp")))
        .satisfies(
            result -> {
              assertThat(result.stdout()).isEqualTo("typed\nme\n7\n/tmp\n");
              assertThat(result.stderr()).isEqualTo("oops\n");
              assertThat(result.exitCode()).isEqualTo(4);
            });
  }

  @Test
  void logs_keep_order_and_source() {
    Container container =
        live.session()
            .start(
                Live.shell(
                        "echo one; sleep 0.1; echo two >&2; sleep 0.1; echo three; exec sleep 99")
                    .withReadiness(Readiness.logLine("three")));
    assertThat(container.logs())
        .containsExactly(
            new LogLine(LogSource.STDOUT, "one"),
            new LogLine(LogSource.STDERR, "two"),
            new LogLine(LogSource.STDOUT, "three"));
  }

  @Test
  void a_log_can_be_followed_from_its_first_line() throws Exception {
    Container container =
        live.session()
            .start(
                Live.shell(
                        "echo first; read x < /dev/null; while true; do sleep 0.2; echo more; done")
                    .withReadiness(Readiness.logLine("first")));
    BlockingQueue<String> lines = new LinkedBlockingQueue<>();
    try (Subscription following = container.followLogs(line -> lines.add(line.text()))) {
      assertThat(following).isNotNull();
      assertThat(lines.poll(10, TimeUnit.SECONDS)).isEqualTo("first");
      assertThat(lines.poll(10, TimeUnit.SECONDS)).isEqualTo("more");
    }
  }

  @Test
  void log_lines_reach_slf4j_with_the_containers_name_in_the_mdc() throws Exception {
    Logger logger = (Logger) LoggerFactory.getLogger("shop-container");
    BlockingQueue<ILoggingEvent> events = new LinkedBlockingQueue<>();
    ListAppender<ILoggingEvent> appender =
        new ListAppender<>() {
          @Override
          protected void append(ILoggingEvent event) {
            event.prepareForDeferredProcessing();
            events.add(event);
          }
        };
    appender.start();
    logger.addAppender(appender);
    try {
      Container container =
          live.session().start(Live.shell("echo hello >&2; exec sleep 99").withLogger(logger));
      ILoggingEvent event = events.poll(10, TimeUnit.SECONDS);
      assertThat(event).isNotNull();
      assertThat(event.getFormattedMessage()).isEqualTo("hello");
      assertThat(event.getMDCPropertyMap())
          .containsEntry("container", container.name())
          .containsEntry("stream", "STDERR");
    } finally {
      logger.detachAppender(appender);
    }
  }

  @Test
  void files_and_directories_go_in_and_come_out(@TempDir Path dir) throws IOException {
    Path tree = Files.createDirectories(dir.resolve("tree/sub"));
    Files.writeString(tree.resolve("a.txt"), "in a");
    Files.createSymbolicLink(tree.resolve("link"), Path.of("a.txt"));
    Container container =
        live.session()
            .start(
                Live.sleeper()
                    .withFile("/etc/my.conf", FileContent.text("x=1").withMode(0600))
                    .withFile("/data", FileContent.path(dir.resolve("tree"))));
    assertThat(container.exec("cat", "/data/sub/link").stdout()).isEqualTo("in a");
    assertThat(container.exec("stat", "-c", "%a %u", "/etc/my.conf").stdout()).isEqualTo("600 0\n");
    container.copyIn(FileContent.text("later"), "/deep/down/there.txt");
    assertThat(container.readFile("/deep/down/there.txt"))
        .isEqualTo("later".getBytes(StandardCharsets.UTF_8));
    container.copyOut("/data", dir.resolve("out"));
    assertThat(dir.resolve("out/sub/a.txt")).hasContent("in a");
    assertThat(dir.resolve("out/sub/link")).isSymbolicLink();
    container.copyOut("/etc/my.conf", dir.resolve("my.conf"));
    assertThat(dir.resolve("my.conf")).hasContent("x=1");
  }

  @Test
  void a_link_that_leads_out_of_a_directory_is_left_out_with_a_warning(@TempDir Path dir) {
    Container container = live.session().start(Live.sleeper());
    container.exec(
        "sh",
        "-c",
        "mkdir /data; cd /data; echo a >in; ln -s in near; ln -s /etc/passwd far; ln -s ../etc up");
    Logger logger = (Logger) LoggerFactory.getLogger("dev.drydock.internal.session.FilesOut");
    ListAppender<ILoggingEvent> appender = new ListAppender<>();
    appender.start();
    logger.addAppender(appender);
    try {
      container.copyOut("/data", dir.resolve("out"));
    } finally {
      logger.detachAppender(appender);
    }
    assertThat(dir.resolve("out/in")).hasContent("a\n");
    assertThat(dir.resolve("out/near")).isSymbolicLink();
    assertThat(dir.resolve("out/far")).doesNotExist();
    assertThat(dir.resolve("out/up")).doesNotExist();
    assertThat(appender.list)
        .filteredOn(each -> each.getLevel() == Level.WARN)
        .extracting(ILoggingEvent::getFormattedMessage)
        .containsExactlyInAnyOrder(
            "A link that leads out of what is copied was left out: data/far -> /etc/passwd",
            "A link that leads out of what is copied was left out: data/up -> ../etc");
  }

  @Test
  void binds_volumes_and_tmpfs_are_mounted(@TempDir Path dir) throws IOException {
    Files.writeString(dir.resolve("host.txt"), "from the host");
    Volume volume = live.session().volume();
    Container writer =
        live.session()
            .start(
                Live.sleeper()
                    .withMount(Mount.bind(dir, "/host").asReadOnly())
                    .withMount(Mount.volume(volume, "/vol"))
                    .withMount(
                        Mount.tmpfs("/mem").withSize(dev.drydock.model.DataSize.parse("1m"))));
    assertThat(writer.exec("cat", "/host/host.txt").stdout()).isEqualTo("from the host");
    assertThat(writer.exec("touch", "/host/x").succeeded()).isFalse();
    assertThat(writer.exec("sh", "-c", "echo kept > /vol/f && df -k /mem | tail -1").stdout())
        .contains("1024");
    Container reader =
        live.session().start(Live.sleeper().withMount(Mount.volume(volume, "/vol").asReadOnly()));
    assertThat(reader.exec("cat", "/vol/f").stdout()).isEqualTo("kept\n");
  }

  @Test
  void containers_of_a_network_reach_each_other_by_alias() {
    Network network = live.session().network();
    Container web = live.session().start(Live.web().withNetwork(network, "web", "site"));
    Container client = live.session().start(Live.sleeper().withNetwork(network));
    assertThat(client.exec("wget", "-q", "-O", "-", "http://site/bin/nosuch").succeeded())
        .isFalse();
    assertThat(client.exec("nslookup", "web").stdout()).contains("web");
    assertThat(client.exec("sh", "-c", "echo | nc web 80").succeeded()).isTrue();
    assertThat(web.endpoint(80).port()).isPositive();
  }

  @Test
  void an_application_that_needs_its_database_starts_after_it() {
    GroupMember<Container> db =
        GroupMember.of("db", Live.shell("sleep 1; exec httpd -f -p 80 -h /").withPort(80));
    GroupMember<Container> app =
        GroupMember.of(
                "app",
                Live.shell(
                        "echo | nc db 80 || { echo no database; exit 1; }; echo up; exec sleep 99")
                    .withReadiness(Readiness.logLine("up")))
            .after(db);
    Group group = live.session().startAll(app, db);
    assertThat(group.get(app).state().isAlive()).isTrue();
  }

  @Test
  void a_healthcheck_is_run_at_once_rather_than_at_the_engines_interval() {
    long before = System.nanoTime();
    Container container =
        live.session()
            .start(
                Live.sleeper()
                    .withHealthcheck(
                        Healthcheck.command("true").withInterval(Duration.ofMinutes(10))));
    assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(20));
    assertThat(container.state()).isInstanceOf(ContainerState.Running.class);
  }

  @Test
  void a_healthcheck_that_hangs_is_run_again_after_its_own_limit() {
    Container container =
        live.session()
            .start(
                Live.sleeper()
                    .withHealthcheck(
                        Healthcheck.shell("mkdir /tmp/first 2>/dev/null && sleep 600; true")
                            .withTimeout(Duration.ofSeconds(1))
                            .withInterval(Duration.ofMinutes(10)))
                    .withStartTimeout(Duration.ofSeconds(20)));
    assertThat(container.exec("ls", "-d", "/tmp/first").succeeded()).isTrue();
  }

  @Test
  void a_job_is_ready_when_it_has_exited() {
    Container job =
        live.session().start(Live.shell("echo result").withReadiness(Readiness.exited(0)));
    assertThat(job.logs()).containsExactly(new LogLine(LogSource.STDOUT, "result"));
    assertThat(job.state()).isEqualTo(new ContainerState.Exited(0, false));
  }

  @Test
  void a_live_container_can_be_waited_for_again() {
    Container container = live.session().start(Live.shell("sleep 0.5; echo late; exec sleep 99"));
    container.await(Readiness.logLine("late"), Duration.ofSeconds(30));
    assertThatThrownBy(() -> container.await(Readiness.logLine("nothing"), Duration.ofMillis(50)))
        .isInstanceOf(ContainerStartException.class);
    assertThat(container.state().isAlive()).isTrue();
  }

  @Test
  void a_stopped_container_keeps_its_log_and_files() {
    Container container =
        live.session()
            .start(
                Live.shell("trap 'echo bye; exit 5' TERM; echo up; while true; do sleep 0.1; done")
                    .withReadiness(Readiness.logLine("up")));
    container.stop();
    assertThat(container.state()).isEqualTo(new ContainerState.Exited(5, false));
    assertThat(container.logs()).contains(new LogLine(LogSource.STDOUT, "bye"));
  }

  @Test
  void a_udp_port_is_published() {
    Container container =
        live.session()
            .start(
                Live.sleeper()
                    .withPort(ContainerPort.udp(53))
                    .withFixedPort(28_453, 80)
                    .withReadiness(Readiness.running()));
    assertThat(container.endpoint(ContainerPort.udp(53)).port()).isPositive();
    assertThat(container.endpoint(80).port()).isEqualTo(28_453);
  }

  @Test
  void the_engines_own_platform_can_be_asked_for() {
    String own = "linux/" + Platform.architecture(System.getProperty("os.arch"));
    try (Container container =
        live.session().start(Live.shell("exec sleep 60").withPlatform(own))) {
      assertThat(container.state()).isInstanceOf(ContainerState.Running.class);
    }
  }

  @Test
  void a_foreign_platform_is_refused_before_anything_is_made() {
    assertThatThrownBy(() -> live.session().start(Live.shell("exit").withPlatform("linux/s390x")))
        .isInstanceOf(UnsupportedWishException.class)
        .hasMessageContaining("asks for platform linux/s390x, and this engine's processor is ");
    assertThat(OnEngine.of(live.session())).isEmpty();
  }
}
