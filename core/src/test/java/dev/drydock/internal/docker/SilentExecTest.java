package dev.drydock.internal.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drydock.engine.ProcessStream;
import dev.drydock.model.EngineException;
import dev.drydock.spec.ExecSpec;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Commands at an engine that falls silent while they run, and at one that does not. */
@Timeout(20)
class SilentExecTest {

  private static final ExecSpec LONG = ExecSpec.of("work");

  /** The engine's word for four bytes of standard output. */
  private static final String DONE = "\1\0\0\0\0\0\0\4done";

  private final CountDownLatch asked = new CountDownLatch(1);

  /** Begins a command, and falls silent or goes on once it was asked whether it is there. */
  private StubEngine engine(boolean silent) throws IOException {
    return new StubEngine(
        talk -> {
          for (String line = talk.request(); line != null; line = talk.request()) {
            if (line.contains("/_ping")) {
              asked.countDown();
              if (silent) {
                talk.freeze();
              }
              talk.answer(200, "OK");
            } else if (line.contains("/start") || line.contains("/attach")) {
              talk.say("HTTP/1.1 101 UPGRADED\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n\r\n");
              if (silent) {
                talk.freeze();
              }
              asked.await();
              talk.say(DONE);
              return;
            } else if (line.contains("/wait")) {
              talk.freeze();
            } else if (line.startsWith("GET")) {
              talk.answer(200, "{\"Running\":false,\"ExitCode\":7}");
            } else {
              talk.answer(201, "{\"Id\":\"e\"}");
            }
          }
        });
  }

  private @Nullable ConnectionPool pool;

  @AfterEach
  void close() {
    if (pool != null) {
      pool.close();
    }
  }

  private Api api(StubEngine stub) {
    pool =
        new ConnectionPool(
            new ChannelDialer(stub.address()),
            Duration.ofSeconds(5),
            Duration.ofSeconds(60),
            Duration.ofMillis(500));
    return new Api(stub.address(), pool, new Json(), ApiVersion.OLDEST);
  }

  private Execs execs(StubEngine stub) {
    return new Execs(api(stub), new KnownNames());
  }

  private ProcessStreams streams(StubEngine stub) {
    return new ProcessStreams(api(stub), new KnownNames());
  }

  private static String refusal(StubEngine stub, String what) {
    return "The engine at " + stub.address() + ", asked to " + what + ", gave no answer any more";
  }

  @Test
  void a_command_ends_soon_when_the_engine_answers_nobody() throws IOException {
    try (StubEngine stub = engine(true)) {
      assertThatThrownBy(() -> execs(stub).run("c", LONG))
          .isInstanceOf(EngineException.class)
          .hasMessage(refusal(stub, "run work in container \"c\""));
    }
  }

  /** It is not asked whether the command has ended: one more question would get no answer. */
  @Test
  void a_command_with_input_ends_soon_when_the_engine_answers_nobody() throws IOException {
    try (StubEngine stub = engine(true)) {
      assertThatThrownBy(() -> execs(stub).run("c", LONG.withStdin("text")))
          .isInstanceOf(EngineException.class)
          .hasMessage(refusal(stub, "run work in container \"c\""));
      assertThat(stub.requests()).noneMatch(each -> each.contains("/json"));
    }
  }

  @Test
  void a_wait_for_an_end_is_given_up_when_the_engine_answers_nobody_and_has_not_run_out()
      throws IOException {
    try (StubEngine stub = engine(true)) {
      ContainerLife life = new ContainerLife(api(stub), new KnownNames());
      assertThatThrownBy(() -> life.awaitEnd("c", Duration.ofMinutes(10)))
          .isInstanceOf(EngineException.class)
          .hasMessage(refusal(stub, "wait for the end of container \"c\""));
    }
  }

  @Test
  void a_command_goes_on_while_the_engine_answers_others() throws IOException {
    try (StubEngine stub = engine(false)) {
      assertThat(execs(stub).run("c", LONG).stdout()).isEqualTo("done");
    }
  }

  @Test
  void the_stream_of_a_command_ends_soon_when_the_engine_answers_nobody() throws IOException {
    try (StubEngine stub = engine(true);
        ProcessStream stream = streams(stub).start("e", LONG)) {
      assertThatThrownBy(() -> stream.read(new byte[100]))
          .isInstanceOf(EngineException.class)
          .hasMessage(refusal(stub, "run work"));
    }
  }

  @Test
  void the_stream_of_a_main_process_ends_soon_when_the_engine_answers_nobody() throws IOException {
    try (StubEngine stub = engine(true);
        ProcessStream stream = streams(stub).attach("c", false, false)) {
      assertThatThrownBy(() -> stream.read(new byte[100]))
          .isInstanceOf(EngineException.class)
          .hasMessage(refusal(stub, "attach to container \"c\""));
    }
  }

  @Test
  void a_stream_goes_on_while_the_engine_answers_others() throws IOException {
    try (StubEngine stub = engine(false);
        ProcessStream stream = streams(stub).attach("c", false, false)) {
      byte[] bytes = new byte[100];
      int count = stream.read(bytes);
      assertThat(new String(bytes, 0, count, StandardCharsets.US_ASCII)).isEqualTo("done");
    }
  }
}
