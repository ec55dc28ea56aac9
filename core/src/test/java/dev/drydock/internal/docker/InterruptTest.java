package dev.drydock.internal.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.drydock.engine.ContainerPlan;
import dev.drydock.engine.Engine;
import dev.drydock.engine.NetworkPlan;
import dev.drydock.engine.VolumePlan;
import dev.drydock.model.EngineException;
import dev.drydock.model.ImageName;
import dev.drydock.model.InterruptedWaitException;
import dev.drydock.spec.ContainerSpec;
import dev.drydock.spec.ExecSpec;
import dev.drydock.spec.FileContent;
import dev.drydock.spec.NetworkSpec;
import dev.drydock.spec.VolumeSpec;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every verb, asked of an engine that answers the ping and nothing more. */
@Timeout(20)
@SuppressWarnings("try")
class InterruptTest {

  private static final Map<String, Consumer<Engine>> VERBS = verbs();

  @SuppressWarnings("CheckReturnValue") // none returns
  private static Map<String, Consumer<Engine>> verbs() {
    ContainerSpec spec = ContainerSpec.of("shop:1.4");
    ImageName image = spec.image();
    Map<String, Consumer<Engine>> verbs = new LinkedHashMap<>();
    verbs.put("create", e -> e.containers().create(new ContainerPlan("n", image, Map.of(), spec)));
    verbs.put(
        "upload",
        e -> e.containers().upload("c", Map.of("/f", FileContent.bytes(new byte[5_000_000]))));
    verbs.put("download", e -> e.containers().download("c", "/f", file -> {}));
    verbs.put("start", e -> e.containers().start("c"));
    verbs.put("inspect", e -> e.containers().inspect("c"));
    verbs.put("exec", e -> e.containers().exec("c", ExecSpec.of("true")));
    verbs.put("attach", e -> e.containers().attach("c", false));
    verbs.put("logs", e -> e.containers().logs("c", false, -1, true));
    verbs.put("stop", e -> e.containers().stop("c", Duration.ofSeconds(1)));
    verbs.put("removeContainer", e -> e.containers().remove("c"));
    verbs.put("createNetwork", e -> e.networks().create(network()));
    verbs.put("removeNetwork", e -> e.networks().remove("n"));
    verbs.put("createVolume", e -> e.volumes().create(volume()));
    verbs.put("removeVolume", e -> e.volumes().remove("v"));
    verbs.put("pull", e -> e.images().pull(image, null, null, line -> {}));
    verbs.put("inspectImage", e -> e.images().inspect(image));
    verbs.put("events", e -> e.events(Map.of(), event -> {}, () -> {}));
    verbs.put("find", e -> e.find(Map.of("a", "b")));
    return verbs;
  }

  private static NetworkPlan network() {
    return new NetworkPlan("n", Map.of(), NetworkSpec.of());
  }

  private static VolumePlan volume() {
    return new VolumePlan("v", Map.of(), VolumeSpec.of());
  }

  static Stream<String> names() {
    return VERBS.keySet().stream();
  }

  private static void interruptWhenAsked(StubEngine stub, int requests) {
    Thread caller = Thread.currentThread();
    Thread interrupter =
        new Thread(
            () -> {
              await().until(() -> stub.requests().size() >= requests);
              caller.interrupt();
            });
    interrupter.setDaemon(true);
    interrupter.start();
  }

  @ParameterizedTest
  @MethodSource("names")
  void a_verb_ends_when_its_thread_is_interrupted_and_leaves_nothing(String verb) throws Exception {
    try (StubEngine stub = StubEngine.after(StubEngine.Talk::hang)) {
      Leaks leaks = Leaks.count();
      try (DockerEngine engine =
          DockerEngine.connect(stub.address(), null, Duration.ofSeconds(5))) {
        interruptWhenAsked(stub, 2);
        assertThatThrownBy(() -> VERBS.get(verb).accept(engine))
            .isInstanceOf(InterruptedWaitException.class);
        assertThat(Thread.interrupted()).isTrue();
      }
      leaks.assertNone();
    }
  }

  @ParameterizedTest
  @MethodSource("names")
  void a_verb_of_an_interrupted_thread_does_not_begin(String verb) throws Exception {
    try (StubEngine stub = StubEngine.after(StubEngine.Talk::hang);
        DockerEngine engine = DockerEngine.connect(stub.address(), null, Duration.ofSeconds(5))) {
      Thread.currentThread().interrupt();
      assertThatThrownBy(() -> VERBS.get(verb).accept(engine))
          .isInstanceOf(InterruptedWaitException.class);
      assertThat(Thread.interrupted()).isTrue();
      assertThat(stub.requests()).hasSize(1);
    }
  }

  @ParameterizedTest
  @MethodSource("names")
  void a_verb_ends_when_the_engine_hangs_up(String verb) throws Exception {
    try (StubEngine stub = StubEngine.after(talk -> {});
        DockerEngine engine = DockerEngine.connect(stub.address(), null, Duration.ofSeconds(5))) {
      assertThatThrownBy(() -> VERBS.get(verb).accept(engine))
          .isInstanceOf(EngineException.class)
          .hasMessageContaining("broke the connection");
    }
  }

  private static ExecSpec reader(InputStream stdin) {
    return ExecSpec.of("cat").withStdin(() -> stdin);
  }

  private static StubEngine execThatNeverEnds() throws Exception {
    return StubEngine.after(
        talk -> {
          if (talk.line().contains("/start")) {
            talk.say("HTTP/1.1 101 UPGRADED\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n\r\n");
            talk.freeze();
          }
          talk.answer(201, "{\"Id\":\"e\"}");
          talk.hang();
        });
  }

  static Stream<InputStream> inputs() {
    return Stream.of(new ByteArrayInputStream(new byte[50_000_000]), new Endless());
  }

  /** An input that waits for ever, as a terminal may. */
  private static final class Endless extends InputStream {

    private volatile boolean closed;

    @Override
    public int read() {
      return -1;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      while (!closed) {
        if (Thread.interrupted()) {
          throw new InterruptedIOException();
        }
        Thread.onSpinWait();
      }
      throw new IOException("closed");
    }

    @Override
    public void close() {
      closed = true;
    }
  }

  @ParameterizedTest
  @MethodSource("inputs")
  void an_interrupted_command_leaves_nobody_who_pumps_its_input(InputStream stdin)
      throws Exception {
    try (StubEngine stub = execThatNeverEnds();
        DockerEngine engine = DockerEngine.connect(stub.address(), null, Duration.ofSeconds(5))) {
      Leaks leaks = Leaks.count();
      interruptWhenAsked(stub, 3);
      assertThatThrownBy(() -> engine.containers().exec("c", reader(stdin)))
          .isInstanceOf(InterruptedWaitException.class);
      assertThat(Thread.interrupted()).isTrue();
      stub.close();
      leaks.assertNone();
    }
  }
}
