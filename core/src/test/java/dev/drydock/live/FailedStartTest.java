package dev.drydock.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.drydock.model.ContainerStartException;
import dev.drydock.model.ImageException;
import dev.drydock.model.InterruptedWaitException;
import dev.drydock.ready.Readiness;
import dev.drydock.ready.Verdict;
import dev.drydock.runtime.Container;
import dev.drydock.spec.ContainerSpec;
import dev.drydock.spec.Healthcheck;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@Tag("engine")
@Timeout(120)
class FailedStartTest {

  @RegisterExtension final Live live = new Live();

  private ContainerStartException failure(ContainerSpec spec) {
    return catchThrowableOfType(
        ContainerStartException.class, () -> live.session().start(spec).close());
  }

  /** All but {@link Readiness#running}: on a busy machine a shell is seen before it ends. */
  static Stream<Arguments> kinds() {
    return Stream.of(
        Arguments.of("default", Readiness.byDefault()),
        Arguments.of("port", Readiness.port(80)),
        Arguments.of("http", Readiness.http(80, "/")),
        Arguments.of("logLine", Readiness.logLine("never written")),
        Arguments.of("healthy", Readiness.healthy()),
        Arguments.of("command", Readiness.command("false")),
        Arguments.of("exited", Readiness.exited(0)),
        Arguments.of("all", Readiness.all(Readiness.port(80), Readiness.logLine("x"))),
        Arguments.of("any", Readiness.any(Readiness.port(80), Readiness.logLine("x"))),
        Arguments.of(
            "failIf",
            Readiness.all(Readiness.port(80), Readiness.failIf(Readiness.logLine("never")))),
        Arguments.of("custom", Readiness.custom("pigs fly", target -> Verdict.notYet("no"))),
        Arguments.of(
            "blocking custom",
            Readiness.custom(
                "a latch opens",
                target -> {
                  new CountDownLatch(1).await();
                  return Verdict.ready();
                })));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("kinds")
  void a_container_that_exits_at_once_fails_its_start(String kind, Readiness readiness) {
    ContainerStartException failure =
        failure(
            Live.shell("echo cannot go on; exit 3")
                .withPort(80)
                .withHealthcheck(
                    kind.equals("healthy") ? Healthcheck.shell("false") : Healthcheck.none())
                .withReadiness(readiness));
    assertThat(failure)
        .hasMessageContaining("exited with code 3")
        .hasMessageContaining("cannot go on");
  }

  @Test
  void the_report_of_a_container_that_dies_is_whole() {
    assertThat(
            Live.ended(
                failure(Live.shell("echo one; echo two; sleep 0.2; exit 3").withPort(80))
                    .getMessage()))
        .isEqualTo(
            """
            drydock-test/busybox:1 ended before it was ready.
              Waited for: port 80/tcp accepts connections
              Last look:  connection refused (look <n>, after <time>)
              State:      exited with code 3, <time> after start, not out of memory
              Log, all 2 lines:
                one
                two""");
  }

  @Test
  void the_report_of_a_wait_that_times_out_is_whole() {
    assertThat(
            Live.normal(
                failure(
                    Live.shell("for i in $(seq 57); do echo line $i; done; exec sleep 1000")
                        .withReadiness(Readiness.logLine("done"))
                        .withStartTimeout(Duration.ofMillis(1_500)))))
        .startsWith(
            """
            drydock-test/busybox:1 was not ready within <time>.
              Waited for: a log line matches done
              Last look:  no line matched (look <n>, after <time>)
              State:      running
              Log, last 20 of 57 lines:
                line 38
                line 39""")
        .endsWith("\n    line 57");
  }

  @Test
  void the_report_of_a_condition_that_fails_is_whole() {
    assertThat(
            Live.normal(
                failure(
                    Live.shell("echo panic: no disk; exec sleep 1000")
                        .withReadiness(
                            Readiness.all(
                                Readiness.logLine("done"),
                                Readiness.failIf(Readiness.logLine("^panic")))))))
        .isEqualTo(
            """
            drydock-test/busybox:1 can no longer become ready.
              Waited for: a log line matches done, and not that a log line matches ^panic
              Last look:  a log line matches ^panic (look <n>, after <time>)
              State:      running
              Log, all 1 line:
                panic: no disk""");
  }

  @Test
  void a_command_that_is_not_in_the_image_is_named() {
    assertThat(Live.normal(failure(ContainerSpec.of(Live.BUSYBOX).withCommand("/no/such/program"))))
        .isEqualTo(
            """
            drydock-test/busybox:1 could not be started.
              Engine:     The engine refused to start container "drydock-busybox-<n>": failed to create\
             shim task: OCI runtime create failed: runc create failed: unable to start container\
             process: exec: "/no/such/program": stat /no/such/program: no such file or directory:\
             unknown
              Hint:       the image has no such program; check withCommand and withEntrypoint""");
  }

  @Test
  void a_name_that_is_taken_is_named_and_its_container_left_alone() {
    ContainerSpec named = Live.sleeper().withName("drydock-test-taken");
    Container first = live.session().start(named);
    assertThat(Live.normal(failure(named)))
        .isEqualTo(
            """
            drydock-test/busybox:1 could not be started.
              Engine:     The engine refused to create container "drydock-test-taken" of image\
             drydock-test/busybox:1: Conflict. The container name "/drydock-test-taken" is already in\
             use by container "<id>". You have to remove (or rename) that container to be able to reuse\
             that name.
              Hint:       remove the other container, or leave withName out: Drydock then gives a name of\
             its own""");
    assertThat(first.state().isAlive()).isTrue();
  }

  @Test
  void a_host_port_that_is_taken_is_named() {
    Container first = live.session().start(Live.web());
    int taken = first.endpoint(80).port();
    assertThat(failure(Live.sleeper().withFixedPort(taken, 80)))
        .hasMessageContaining("port is already allocated")
        .hasMessageEndingWith(
            "Hint:       something else uses the host port; withPort takes a free one instead of a fixed"
                + " one");
  }

  @Test
  void an_image_that_no_registry_has_is_named() {
    ImageException failure =
        catchThrowableOfType(
            ImageException.class,
            () -> live.session().start(ContainerSpec.of("127.0.0.1:1/no/such:1")).close());
    assertThat(Live.normal(failure))
        .isEqualTo(
            """
            127.0.0.1:1/no/such:1 could not be started: its image is not to be had.
              Engine:     The engine failed to pull image 127.0.0.1:1/no/such:1: Get\
             "http://127.0.0.1:1/v2/": dial tcp 127.0.0.1:1: connect: connection refused
              Hint:       check the image's name and tag, and that its registry can be reached; an image\
             built on this machine must be built before the test""");
  }

  @Test
  void lack_of_memory_is_told() {
    ContainerStartException failure =
        failure(
            Live.shell("x=a; while true; do x=$x$x; done")
                .withMemory(dev.drydock.model.DataSize.parse("8m"))
                .withReadiness(Readiness.logLine("done")));
    assertThat(failure)
        .hasMessageContaining(", out of memory")
        .hasMessageEndingWith("give it more with withMemory");
  }

  @Test
  void an_interrupted_start_leaves_nothing_and_keeps_the_flag() {
    Thread thread = Thread.currentThread();
    InterruptedWaitException failure =
        catchThrowableOfType(
            InterruptedWaitException.class,
            () ->
                live.session()
                    .start(
                        Live.sleeper()
                            .withReadiness(
                                Readiness.custom(
                                    "an interrupt",
                                    target -> {
                                      thread.interrupt();
                                      return Verdict.notYet("on its way");
                                    })))
                    .close());
    assertThat(Thread.interrupted()).isTrue();
    assertThat(failure)
        .hasMessage("Interrupted while waiting for drydock-test/busybox:1 to be ready.");
  }
}
