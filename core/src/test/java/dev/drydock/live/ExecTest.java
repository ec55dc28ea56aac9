package dev.drydock.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.drydock.engine.BrokenInput;
import dev.drydock.model.EngineException;
import dev.drydock.model.ExecResult;
import dev.drydock.model.LogLine;
import dev.drydock.model.LogSource;
import dev.drydock.model.TimedOutException;
import dev.drydock.runtime.Container;
import dev.drydock.spec.ContainerSpec;
import dev.drydock.spec.ExecSpec;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

@Tag("engine")
@Timeout(120)
class ExecTest {

  @RegisterExtension final Live live = new Live();

  @Test
  void lines_are_handed_over_while_the_command_runs() {
    Container container = live.session().start(Live.sleeper());
    // docs: output
    List<LogLine> lines = new CopyOnWriteArrayList<>();
    ExecResult result =
        container.exec(
            ExecSpec.of("sh", "-c", "echo out; sleep 0.2; echo err >&2; exit 2")
                .withOutput(lines::add));
    assertThat(lines)
        .containsExactly(
            new LogLine(LogSource.STDOUT, "out"), new LogLine(LogSource.STDERR, "err"));
    assertThat(result.exitCode()).isEqualTo(2);
    // docs: end
    assertThat(result.stdout()).isEmpty();
  }

  @Test
  void a_command_with_input_has_its_lines_handed_over_too() {
    Container container = live.session().start(Live.sleeper());
    List<String> lines = new CopyOnWriteArrayList<>();
    container.exec(ExecSpec.of("cat").withStdin("a\nb").withOutput(line -> lines.add(line.text())));
    assertThat(lines).containsExactly("a", "b");
  }

  @Test
  void input_that_cannot_be_read_to_its_end_is_told_also_when_lines_are_handed_over() {
    Container container = live.session().start(Live.sleeper());
    InputStream broken = BrokenInput.after("half\n".getBytes(StandardCharsets.US_ASCII));
    ExecSpec command = ExecSpec.of("cat").withStdin(() -> broken).withOutput(line -> {});
    assertThatThrownBy(() -> container.exec(command))
        .isInstanceOf(EngineException.class)
        .hasMessage(
            "Standard input could not be read to run cat in drydock-test/busybox:1: the disk is"
                + " gone");
  }

  @Test
  void input_that_nobody_reads_is_let_go_when_the_command_has_ended() {
    Container container = live.session().start(Live.sleeper());
    CountDownLatch closed = new CountDownLatch(1);
    InputStream silent =
        new InputStream() {
          private final CountDownLatch never = new CountDownLatch(1);

          @Override
          public int read() throws IOException {
            try {
              never.await();
            } catch (InterruptedException e) {
              throw new IOException(e);
            }
            return -1;
          }

          @Override
          public void close() {
            closed.countDown();
          }
        };
    ExecResult result =
        container.exec(
            ExecSpec.of("sh", "-c", "exit 4").withStdin(() -> silent).withOutput(line -> {}));
    assertThat(result.exitCode()).isEqualTo(4);
    await().until(() -> closed.getCount() == 0);
  }

  @Test
  void a_terminal_is_a_terminal() {
    Container container = live.session().start(Live.sleeper());
    ExecResult result = container.exec(ExecSpec.of("sh", "-c", "tty; echo err >&2").withTty());
    assertThat(result.stdout()).startsWith("/dev/").endsWith("\r\nerr\r\n");
    assertThat(result.stderr()).isEmpty();
    assertThat(container.exec("sh", "-c", "tty").stdout()).isEqualTo("not a tty\n");
  }

  @Test
  void a_command_that_takes_too_long_is_killed_with_all_it_started() {
    Container container =
        live.session().start(ContainerSpec.of("busybox:1").withCommand("sleep", "1000"));
    // docs: timeout
    ExecSpec slow =
        ExecSpec.of("sh", "-c", "sleep 500 & sleep 501").withTimeout(Duration.ofMillis(500));
    assertThatThrownBy(() -> container.exec(slow))
        .isInstanceOf(TimedOutException.class)
        .hasMessage("sh in busybox:1 did not end within 0.5 s. It was killed.");
    assertThat(container.processes()).extracting("command").containsExactly("sleep 1000");
    // docs: end
  }

  @Test
  void a_command_of_another_user_is_killed_too() {
    Container container = live.session().start(Live.sleeper());
    ExecSpec slow =
        ExecSpec.of("sleep", "500").withUser("65534").withTimeout(Duration.ofMillis(300));
    assertThatThrownBy(() -> container.exec(slow)).isInstanceOf(TimedOutException.class);
    assertThat(container.processes()).hasSize(1);
  }

  @Test
  void a_command_that_cannot_be_killed_is_said_to_go_on() {
    Container container = live.session().start(Live.sleeper());
    container.exec("rm", "/bin/sh");
    ExecSpec slow = ExecSpec.of("sleep", "500").withTimeout(Duration.ofMillis(300));
    assertThatThrownBy(() -> container.exec(slow))
        .isInstanceOf(TimedOutException.class)
        .hasMessage(
            "sleep in drydock-test/busybox:1 did not end within 0.3 s. It could not be killed,"
                + " for which the image needs sh and cat; it goes on until its container ends.");
  }

  @Test
  void a_command_within_its_time_ends_as_ever() {
    Container container = live.session().start(Live.sleeper());
    ExecResult result =
        container.exec(
            ExecSpec.of("sh", "-c", "echo a; exit 3").withTimeout(Duration.ofSeconds(20)));
    assertThat(result).isEqualTo(ExecResult.of(3, "a\n".getBytes(), new byte[0]));
  }

  @Test
  void a_timeout_is_more_than_nothing() {
    assertThatThrownBy(() -> ExecSpec.of("true").withTimeout(Duration.ZERO))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("exec timeout must be more than 0, was PT0S");
  }

  @Test
  @Tag("slow")
  void a_gigabyte_of_output_keeps_memory_flat() {
    Container container = live.session().start(Live.sleeper());
    AtomicLong bytes = new AtomicLong();
    AtomicLong most = new AtomicLong();
    Runtime runtime = Runtime.getRuntime();
    container.exec(
        ExecSpec.of(
                "sh",
                "-c",
                "yes 0123456789012345678901234567890123456789012345678901234567890"
                    + " | head -c 1073741824")
            .withOutput(
                line -> {
                  if (bytes.addAndGet(line.text().length() + 1) % (62 * 1024) == 0) {
                    most.accumulateAndGet(runtime.totalMemory() - runtime.freeMemory(), Math::max);
                  }
                }));
    assertThat(bytes.get()).isBetween(1_073_741_824L, 1_073_741_825L);
    assertThat(most.get()).isLessThan(512L * 1024 * 1024);
  }
}
