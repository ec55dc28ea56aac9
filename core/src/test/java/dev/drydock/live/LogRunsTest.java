package dev.drydock.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.drydock.model.ContainerStartException;
import dev.drydock.model.LogLine;
import dev.drydock.ready.Readiness;
import dev.drydock.runtime.Container;
import dev.drydock.runtime.LogMark;
import dev.drydock.spec.ContainerSpec;
import dev.drydock.spec.container.RestartPolicy;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The log of a container that is started again, by its engine or by a verb. */
@Timeout(120)
class LogRunsTest {

  @RegisterExtension private final Live live = new Live();
  private final Queue<String> lines = new ConcurrentLinkedQueue<>();

  private void take(LogLine line) {
    lines.add(line.text());
  }

  /** Ends when it is told to, by {@link #end}, and is started again by the engine. */
  private static ContainerSpec mortal() {
    return Live.shell(
            "echo up; until test -e /end; do usleep 20000; done; rm /end; echo bye; exit 1")
        .withRestartPolicy(RestartPolicy.always())
        .withReadiness(Readiness.logLine("^up$"));
  }

  private static void end(Container container) {
    container.exec("touch", "/end");
  }

  @Test
  void a_line_of_a_later_run_makes_a_container_ready() {
    String command =
        "test -e /ran && { echo up; exec sleep 1000; }; touch /ran; echo broken; exit 1";
    live.session()
        .start(
            Live.shell(command)
                .withRestartPolicy(RestartPolicy.onFailure(5))
                .withReadiness(Readiness.logLine("^up$"))
                .withStartTimeout(Duration.ofSeconds(20))
                .withLogConsumer(this::take));
    await().untilAsserted(() -> assertThat(lines).containsExactly("broken", "up"));
  }

  @Test
  void lines_of_runs_that_the_engine_began_are_followed_and_waited_for(@TempDir Path directory)
      throws IOException {
    Path file = directory.resolve("app.log");
    Container app = live.session().start(mortal().withLogConsumer(this::take).withLogFile(file));
    for (int run = 2; run <= 3; run++) {
      LogMark mark = app.logs().mark();
      end(app);
      assertThat(app.logs().since(mark).await("^up$", Duration.ofSeconds(20)).text())
          .isEqualTo("up");
    }
    await().untilAsserted(() -> assertThat(lines).containsExactly("up", "bye", "up", "bye", "up"));
    app.close();
    assertThat(Files.readAllLines(file)).hasSize(5);
  }

  @Test
  void a_restart_of_what_its_engine_restarts_is_not_ready_by_a_line_of_the_run_before() {
    Container app =
        live.session()
            .start(
                Live.shell("test -e /ran && usleep 300000; touch /ran; echo up; exec sleep 1000")
                    .withRestartPolicy(RestartPolicy.always())
                    .withReadiness(Readiness.logLine("^up$")));
    app.restart(Duration.ZERO);
    assertThat(app.logs()).extracting("text").containsExactly("up", "up");
  }

  @Test
  void a_tail_that_is_followed_misses_no_line_of_a_restart() {
    Container app =
        live.session()
            .start(
                Live.shell("for i in 1 2 3; do echo start$i; done; echo up; exec sleep 1000")
                    .withReadiness(Readiness.logLine("^up$")));
    await().until(() -> app.logs().lines().size() == 4);
    app.logs().tail(0).follow(this::take);
    app.restart(Duration.ZERO);
    app.restart(Duration.ZERO);
    await()
        .untilAsserted(
            () ->
                assertThat(lines)
                    .containsExactly(
                        "start1", "start2", "start3", "up", "start1", "start2", "start3", "up"));
  }

  @Test
  void the_lines_of_a_restart_that_fails_are_followed() {
    Container app =
        live.session()
            .start(
                Live.shell("test -e /ran && { echo no; exit 4; }; touch /ran; echo up; sleep 1000")
                    .withReadiness(Readiness.logLine("up"))
                    .withLogConsumer(this::take));
    assertThatThrownBy(() -> app.restart(Duration.ZERO))
        .isInstanceOf(ContainerStartException.class);
    await().untilAsserted(() -> assertThat(lines).containsExactly("up", "no"));
  }

  @Test
  void a_consumer_that_was_closed_is_let_go() {
    Container app = live.session().start(Live.shell("echo up; exec sleep 1000"));
    WeakReference<Consumer<LogLine>> closed = followedOnce(app);
    await()
        .until(
            () -> {
              System.gc();
              return closed.get() == null;
            });
  }

  private WeakReference<Consumer<LogLine>> followedOnce(Container container) {
    Consumer<LogLine> consumer = this::take;
    container.logs().follow(consumer).close();
    return new WeakReference<>(consumer);
  }
}
