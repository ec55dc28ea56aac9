package dev.drydock.live;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.MINUTES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import dev.drydock.Drydock;
import dev.drydock.engine.Forked;
import dev.drydock.model.ClosedException;
import dev.drydock.model.LogLine;
import dev.drydock.model.LogSource;
import dev.drydock.ready.Readiness;
import dev.drydock.runtime.Container;
import dev.drydock.runtime.LogMark;
import dev.drydock.runtime.Session;
import dev.drydock.spec.ContainerSpec;
import dev.drydock.spec.DockerOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class LogsTest {

  private static final String TEN =
      "for i in 1 2 3 4 5; do echo out$i; usleep 2000; echo err$i >&2; usleep 2000; done";

  @RegisterExtension final Live live = new Live();

  private Container ended(String line) {
    return live.session().start(Live.shell(line).withReadiness(Readiness.exited(0)));
  }

  /** Writes a line whenever it is told to, by {@link #say}. */
  private Container speaker() {
    return live.session()
        .start(
            // Held open for both ways: a reader that opened it for each line would see the end of
            // the last writer as the end of all.
            Live.shell("mkfifo /in; exec 3<>/in; echo up; while read line <&3; do echo $line; done")
                .withReadiness(Readiness.logLine("^up$")));
  }

  private static void say(Container container, String text) {
    container.exec("sh", "-c", "echo '" + text + "' > /in");
  }

  @Test
  void the_streams_come_apart_and_together() {
    Container job = ended(TEN);
    assertThat(job.logs().stdout())
        .extracting("text")
        .containsExactly("out1", "out2", "out3", "out4", "out5");
    assertThat(job.logs().stderr())
        .extracting("text")
        .containsExactly("err1", "err2", "err3", "err4", "err5");
    assertThat(job.logs()).hasSize(10);
    // The order between the two is the engine's.
    assertThat(job.logs().text()).contains("out1\n").contains("err5\n");
  }

  @Test
  void the_tail_of_one_stream_is_as_long_as_that_of_both() {
    Container job = ended(TEN);
    assertThat(job.logs().tail(2)).hasSize(2);
    assertThat(job.logs().stdout().tail(2)).extracting("text").containsExactly("out4", "out5");
    assertThat(job.logs().tail(0)).isEmpty();
  }

  @Test
  void a_log_is_read_between_two_times_to_the_nanosecond() {
    Container job = ended(TEN);
    List<LogLine> all = new ArrayList<>();
    job.logs().withTimes().stdout().forEach(all::add);
    Instant second = all.get(1).time();
    Instant fourth = all.get(3).time();
    assertThat(job.logs().stdout().since(second).until(fourth))
        .extracting("text")
        .containsExactly("out2", "out3", "out4");
    assertThat(job.logs().stdout().until(fourth.minusNanos(1)).tail(1))
        .extracting("text")
        .containsExactly("out3");
  }

  @Test
  void what_was_written_since_a_mark_is_asked_for() {
    Container app = speaker();
    // docs: mark
    LogMark mark = app.logs().mark();
    say(app, "order 7 saved"); // which the application writes
    assertThat(app.logs().since(mark).await("order \\d+", Duration.ofSeconds(5)).text())
        .isEqualTo("order 7 saved");
    assertThat(app.logs().since(mark)).hasSize(1);
    // docs: end
    assertThat(app.logs().since(app.logs().mark())).isEmpty();
  }

  @Test
  void a_tail_is_followed_from_its_first_line() {
    Container app = speaker();
    say(app, "one");
    say(app, "two");
    await().until(() -> app.logs().lines().size() == 3);
    Queue<LogLine> last = new ConcurrentLinkedQueue<>();
    Queue<LogLine> fresh = new ConcurrentLinkedQueue<>();
    app.logs().tail(1).follow(last::add);
    app.logs().tail(0).follow(fresh::add);
    // An engine looks for the end of the log in its own time; what is said before is not fresh.
    await()
        .until(
            () -> {
              say(app, "three");
              return !fresh.isEmpty() && last.size() > 1;
            });
    assertThat(last).extracting("text").startsWith("two", "three");
    assertThat(fresh).extracting("text").containsOnly("three");
  }

  @Test
  void a_long_line_with_times_is_one_line() {
    Container job = ended("head -c 40000 /dev/zero | tr '\\0' x; echo; printf end");
    List<LogLine> lines = job.logs().withTimes().lines();
    assertThat(lines).extracting("text").containsExactly("x".repeat(40_000), "end");
    assertThat(lines.get(1).time()).isAfterOrEqualTo(lines.get(0).time());
  }

  @Test
  void a_long_line_of_a_terminal_with_times_is_one_line() {
    Container job =
        live.session()
            .start(
                Live.shell("head -c 40000 /dev/zero | tr '\\0' x; echo; echo end")
                    .withEngineOption(DockerOption.createBody(body -> body.put("Tty", true)))
                    .withReadiness(Readiness.exited(0)));
    assertThat(job.logs().withTimes())
        .extracting("text")
        .containsExactly("x".repeat(40_000), "end");
  }

  @Test
  void a_line_that_does_not_come_is_reported_with_the_log() {
    Container app = speaker();
    Throwable late = catchThrowable(() -> app.logs().await("never", Duration.ofMillis(200)));
    assertThat(Live.normal(late))
        .isEqualTo(
            """
            drydock-test/busybox:1 wrote no line that matches never within <time>.
              State:      running
              Log, all 1 line:
                up""");
    Container job = ended("echo done");
    Throwable over = catchThrowable(() -> job.logs().await("never", Duration.ofSeconds(20)));
    assertThat(Live.normal(over))
        .isEqualTo(
            """
            drydock-test/busybox:1 ended before it wrote a line that matches never.
              State:      exited with code 0, <time> after start, not out of memory
              Log, all 1 line:
                done""");
  }

  @Test
  void a_consumer_that_throws_gets_the_next_line() {
    Queue<String> seen = new ConcurrentLinkedQueue<>();
    Container job = ended(TEN);
    job.logs()
        .follow(
            line -> {
              seen.add(line.text());
              throw new AssertionError("no");
            });
    await().until(() -> seen.size() == 10);
  }

  @Test
  void a_consumer_that_interrupts_its_thread_gets_the_next_line() {
    Queue<String> seen = new ConcurrentLinkedQueue<>();
    Container job = ended(TEN);
    job.logs()
        .follow(
            line -> {
              seen.add(line.text());
              Thread.currentThread().interrupt();
            });
    await().until(() -> seen.size() == 10);
  }

  @Test
  void a_consumer_that_hangs_stalls_neither_the_container_nor_others() {
    CountDownLatch goOn = new CountDownLatch(1);
    Queue<LogLine> others = new ConcurrentLinkedQueue<>();
    Container app =
        live.session()
            .start(
                Live.shell(
                        "i=0; while [ $i -lt 200000 ]; do echo $i; i=$((i+1)); done; echo up; sleep 99")
                    .withLogConsumer(line -> awaitUninterruptibly(goOn))
                    .withLogConsumer(others::add)
                    .withReadiness(Readiness.logLine("^up$")));
    await().until(() -> others.size() == 200_001);
    long begin = System.nanoTime();
    app.close();
    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(5));
    goOn.countDown();
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> hostConfig(Map<String, Object> body) {
    return (Map<String, Object>) body.get("HostConfig");
  }

  private static void awaitUninterruptibly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void a_log_driver_that_cannot_be_read_is_named() {
    Container app =
        live.session()
            .start(
                Live.sleeper()
                    .withName("unreadable")
                    .withEngineOption(
                        DockerOption.createBody(
                            body -> hostConfig(body).put("LogConfig", Map.of("Type", "none")))));
    assertThatThrownBy(() -> app.logs().lines())
        .hasMessage(
            "Cannot read the log of container \"unreadable\": its log driver keeps nothing that the"
                + " engine can read (logging driver \"none\", or a remote one on an engine before"
                + " Docker 20.10). Leave the log driver at the engine's default, json-file, local or"
                + " journald.");
  }

  @Test
  void a_log_is_kept_in_a_file_to_its_last_line(@TempDir Path directory) throws IOException {
    Session session = live.session();
    // docs: file
    Path file = directory.resolve("logs/app.log");
    ContainerSpec spec =
        ContainerSpec.of("busybox:1")
            .withCommand(
                "sh", "-c", "trap 'echo bye; exit' TERM; echo up; while true; do usleep 1000; done")
            .withLogFile(file)
            .withReadiness(Readiness.logLine("up"));
    Container app = session.start(spec);
    app.stop();
    app.close();
    assertThat(Files.readString(file)).matches("(?s)\\S+Z stdout up\n\\S+Z stdout bye\n");
    // docs: end
    assertThatThrownBy(app::logs)
        .isInstanceOf(ClosedException.class)
        .hasMessage(
            "Cannot read the log of busybox:1: its handle is closed. Its log is in "
                + file.toAbsolutePath()
                + ".");
  }

  @Test
  void a_file_has_all_lines_of_a_container_that_is_killed(@TempDir Path directory)
      throws IOException {
    Path file = directory.resolve("app.log");
    Container app =
        live.session()
            .start(
                Live.shell("seq 1 20000; echo up >&2; exec sleep 99")
                    .withLogFile(file)
                    .withReadiness(Readiness.logLine("up")));
    app.close();
    assertThat(Files.readAllLines(file)).hasSize(20_001);
    assertThat(Files.readString(file)).contains(" stderr up\n", " stdout 20000\n");
  }

  /** What a JVM of little memory runs: it follows a log that is many times as large. */
  static final class Reader {
    private static final String LINE = "$(head -c 1023 /dev/zero | tr '\\0' x)";

    public static void main(String[] args) {
      AtomicLong bytes = new AtomicLong();
      try (Drydock drydock = Drydock.connect();
          Session session = drydock.openSession()) {
        Container job =
            session.start(
                Live.shell("yes " + LINE + " | head -c " + args[0])
                    .withLogConsumer(line -> bytes.addAndGet(line.text().length() + 1))
                    .withReadiness(Readiness.exited(0))
                    .withStartTimeout(Duration.ofMinutes(5)));
        await().atMost(5, MINUTES).until(() -> bytes.get() >= Long.parseLong(args[0]));
        System.out.println(job.logs().tail(1).text().length() + " " + bytes);
      }
    }
  }

  @Test
  @Tag("slow")
  @Timeout(600)
  void a_gigabyte_of_log_is_followed_in_48_megabytes_of_memory() throws Exception {
    Process reader = Forked.jvm(List.of("-Xmx48m"), Reader.class, List.of("1073741824"));
    assertThat(reader.getInputStream()).asString(UTF_8).endsWith("1024 1073741824\n");
    assertThat(reader.waitFor()).isZero();
  }

  @Test
  void streams_are_shown() {
    Session session = live.session();
    // docs: streams
    Container job =
        session.start(
            ContainerSpec.of("busybox:1")
                .withCommand("sh", "-c", "echo started; echo 'disk is full' >&2")
                .withReadiness(Readiness.exited(0)));
    assertThat(job.logs()).hasSize(2);
    assertThat(job.logs().stderr().text()).isEqualTo("disk is full\n");
    assertThat(job.logs().stdout().tail(1).lines())
        .containsExactly(new LogLine(LogSource.STDOUT, "started"));
    // docs: end
  }
}
