package dev.drydock.internal.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.drydock.engine.ContainerPlan;
import dev.drydock.engine.EngineAddress;
import dev.drydock.model.ContainerPort;
import dev.drydock.model.InterruptedWaitException;
import dev.drydock.model.NoEngineException;
import dev.drydock.spec.ContainerSpec;
import dev.drydock.spec.ExecSpec;
import java.io.IOException;
import java.nio.channels.AsynchronousByteChannel;
import java.nio.channels.AsynchronousSocketChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a pipe of Windows would carry, over a channel that works as one and is there everywhere. */
@Tag("engine")
@Timeout(60)
class PipeTest {

  private static final EngineAddress PIPE = EngineAddress.parse("npipe:////./pipe/docker_engine");
  private static final Duration SOON = Duration.ofSeconds(5);

  private TcpProxy proxy;

  @BeforeEach
  void listen() throws IOException {
    proxy = new TcpProxy();
  }

  @AfterEach
  void close() throws IOException {
    proxy.close();
  }

  private AsynchronousByteChannel open() throws IOException {
    AsynchronousSocketChannel channel = AsynchronousSocketChannel.open();
    try {
      channel.connect(proxy.place()).get();
      return channel;
    } catch (InterruptedException | ExecutionException e) {
      throw new IOException(e);
    }
  }

  /** As Windows says it in German. */
  private static AsynchronousByteChannel busy() throws IOException {
    throw new FileSystemException(
        "\\\\.\\pipe\\docker_engine", null, "Alle Pipeinstanzen sind ausgelastet");
  }

  private static DockerEngine connect(PipeSocket.Opener opener, Duration limit) {
    return DockerEngine.connect(PIPE, new PipeDialer(opener), null, limit);
  }

  private static String sleeper(DockerEngine engine, Map<String, String> labels) {
    ContainerSpec spec =
        ContainerSpec.of("drydock-test/busybox:1").withCommand("sleep", "1000").withPort(80);
    String name = "pipe-" + UUID.randomUUID();
    ContainerPlan plan = new ContainerPlan(name, spec.image(), labels, spec);
    String id = engine.containers().create(plan).id();
    engine.containers().start(id);
    return id;
  }

  @Test
  void a_container_lives_its_life_over_a_pipe() {
    Map<String, String> labels = Map.of("dev.drydock.test", UUID.randomUUID().toString());
    try (DockerEngine engine = connect(this::open, SOON)) {
      String id = sleeper(engine, labels);
      try {
        assertThat(engine.containers().exec(id, ExecSpec.of("echo", "hello")).stdout())
            .isEqualTo("hello\n");
        assertThat(engine.containers().inspect(id).endpoints()).containsKey(ContainerPort.tcp(80));
      } finally {
        engine.containers().remove(id);
      }
      assertThat(engine.find(labels)).isEmpty();
    }
  }

  /** What it does there is shown over unix sockets, TCP, TLS and SSH; no pipe is here. */
  @Test
  void the_watchdog_is_one_that_goes_by_the_pipe() {
    try (DockerEngine engine = connect(this::open, SOON)) {
      assertThat(String.join(" ", engine.watchdogCommand(Map.of("a", "b"))))
          .contains("'" + Watchdog.class.getName() + "' '" + PIPE + "'")
          .doesNotContain("curl");
    }
  }

  @Test
  void a_pipe_whose_instances_are_all_taken_is_waited_for() {
    AtomicInteger tries = new AtomicInteger();
    try (DockerEngine engine = connect(() -> tries.incrementAndGet() < 5 ? busy() : open(), SOON)) {
      assertThat(engine.info().address()).isEqualTo(PIPE);
    }
    assertThat(tries).hasValueGreaterThanOrEqualTo(5);
  }

  @Test
  void a_pipe_that_may_not_be_opened_is_told() {
    PipeSocket.Opener closed =
        () -> {
          throw new AccessDeniedException("\\\\.\\pipe\\docker_engine");
        };
    assertThatThrownBy(() -> connect(closed, SOON))
        .isInstanceOf(NoEngineException.class)
        .hasMessage("user " + System.getProperty("user.name") + " may not open the pipe");
  }

  @Test
  void a_pipe_that_stays_taken_is_told_in_time() {
    assertThatThrownBy(() -> connect(PipeTest::busy, Duration.ofMillis(100)))
        .isInstanceOf(NoEngineException.class)
        .hasMessage("it did not take the connection: no connection within 100 ms");
  }

  @Test
  void a_pipe_that_is_not_there_is_told() {
    assertThatThrownBy(
            () ->
                connect(
                    () -> {
                      throw new NoSuchFileException("\\\\.\\pipe\\docker_engine");
                    },
                    SOON))
        .isInstanceOf(NoEngineException.class)
        .hasMessage("there is no such pipe: \\\\.\\pipe\\docker_engine");
  }

  @Test
  void an_interrupt_ends_a_call_over_a_pipe() throws InterruptedException {
    AtomicReference<Throwable> failure = new AtomicReference<>();
    try (DockerEngine engine = connect(this::open, SOON)) {
      String id = sleeper(engine, Map.of());
      try {
        Thread caller =
            new Thread(() -> engine.containers().exec(id, ExecSpec.of("sleep", "1000")));
        caller.setUncaughtExceptionHandler((thread, thrown) -> failure.set(thrown));
        caller.start();
        await().until(() -> readsPipe(caller));
        caller.interrupt();
        caller.join(SOON.toMillis());
        assertThat(failure.get()).isInstanceOf(InterruptedWaitException.class);
      } finally {
        engine.containers().remove(id);
      }
    }
  }

  private static boolean readsPipe(Thread thread) {
    return Arrays.stream(thread.getStackTrace())
        .anyMatch(
            each ->
                each.getClassName().equals(PipeSocket.class.getName())
                    && each.getMethodName().equals("await"));
  }
}
