package dev.drydock.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.drydock.model.ContainerPort;
import dev.drydock.model.ContainerState;
import dev.drydock.model.EngineException;
import dev.drydock.model.ExecResult;
import dev.drydock.model.LogLine;
import dev.drydock.model.LogSource;
import dev.drydock.model.NetworkRef;
import dev.drydock.model.VolumeRef;
import dev.drydock.ready.Verdict;
import dev.drydock.spec.ContainerSpec;
import dev.drydock.spec.ExecSpec;
import dev.drydock.spec.NetworkSpec;
import dev.drydock.spec.VolumeSpec;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * What tests of an engine are made of: a connection, short words for what they make, and the
 * removal of all of it.
 */
@Tag("engine")
@Timeout(60)
public abstract class ContractFixture {

  /** The image of the containers. */
  protected static final String IMAGE = "drydock-test/busybox:1";

  /** What everything made here carries. */
  protected final Map<String, String> labels =
      Map.of("dev.drydock.test", UUID.randomUUID().toString());

  /** Names begin with it, so that no two runs meet. */
  protected final String prefix = "contract-" + UUID.randomUUID().toString().substring(0, 8) + "-";

  /** The engine, connected anew for each test. */
  protected Engine engine;

  @TempDir protected Path directory;

  protected final ExecutorService threads = Executors.newCachedThreadPool();
  private int names;

  /** Connects to the engine. */
  protected abstract Engine connect();

  /** The tests that this engine cannot pass, by name, with what it lacks. */
  protected Map<String, String> limits() {
    return Map.of();
  }

  @BeforeEach
  void open(TestInfo test) {
    String limit = limits().get(test.getTestMethod().orElseThrow().getName());
    assumeTrue(limit == null, limit);
    engine = connect();
  }

  @AfterEach
  void removeAllThatWasMade() {
    threads.shutdownNow();
    if (engine == null) {
      return;
    }
    try (Engine fresh = connect()) {
      for (Leftover each : fresh.find(labels)) {
        switch (each.kind()) {
          case CONTAINER -> fresh.containers().remove(each.id());
          case NETWORK -> fresh.networks().remove(each.id());
          case VOLUME -> fresh.volumes().remove(each.id());
          case IMAGE -> fresh.images().remove(each.id());
        }
      }
      engine.close();
      assertThat(fresh.find(labels)).isEmpty();
    }
  }

  // What tests are made of.

  /** A name that nobody has. */
  protected final String freshName() {
    return prefix + names++;
  }

  /** A container that runs a line of shell. */
  protected static ContainerSpec shell(String line) {
    return ContainerSpec.of(IMAGE).withCommand("sh", "-c", line);
  }

  /** A container that runs until it is killed. */
  protected static ContainerSpec sleeper() {
    return ContainerSpec.of(IMAGE).withCommand("sleep", "1000");
  }

  /** Makes a container. */
  @CanIgnoreReturnValue
  protected final String create(ContainerSpec spec) {
    return engine.containers().create(plan(freshName(), spec)).id();
  }

  /** A port that nobody has on this machine. */
  protected static int freePort() throws IOException {
    try (ServerSocket free = new ServerSocket(0)) {
      return free.getLocalPort();
    }
  }

  /** Waits until a port accepts. */
  protected final void awaitPort(ContainerFacts facts, ContainerPort port) {
    await().until(() -> engine.containers().accepts(facts, port).equals(Verdict.ready()));
  }

  /** The plan of a container. */
  protected final ContainerPlan plan(String name, ContainerSpec spec) {
    return new ContainerPlan(name, spec.image(), labels, spec);
  }

  /** Makes and starts a container. */
  @CanIgnoreReturnValue
  protected final String start(ContainerSpec spec) {
    String id = create(spec);
    engine.containers().start(id);
    return id;
  }

  /** What a line of shell in a container writes to standard output. */
  @CanIgnoreReturnValue
  protected final String sh(String id, String line) {
    ExecResult result = engine.containers().exec(id, ExecSpec.of("sh", "-c", line));
    assertThat(result.exitCode()).describedAs(result.stderr()).isZero();
    return result.stdout().strip();
  }

  /** A network made here. */
  protected record Net(String id, String name) implements NetworkRef {}

  /** A volume made here. */
  protected record Vol(String name) implements VolumeRef {}

  /** Makes a network. */
  protected final Net network() {
    String name = freshName();
    return new Net(engine.networks().create(new NetworkPlan(name, labels, NetworkSpec.of())), name);
  }

  /** Makes a volume. */
  protected final Vol volume() {
    String name = freshName();
    engine.volumes().create(new VolumePlan(name, labels, VolumeSpec.of()));
    return new Vol(name);
  }

  /** Where a container is in its life. */
  protected final ContainerState stateOf(String id) {
    return engine.containers().inspect(id).state();
  }

  /** Waits until a container has ended. */
  protected final void awaitEnd(String id) {
    await().until(() -> !stateOf(id).isAlive());
  }

  /** All lines of a stream, to its end. */
  protected static List<LogLine> lines(LogStream stream) {
    List<LogLine> lines = new ArrayList<>();
    try (stream) {
      for (LogLine next = stream.next(); next != null; next = stream.next()) {
        lines.add(next);
      }
    }
    return lines;
  }

  /** The texts of all lines of a stream, to its end. */
  protected static List<String> texts(LogStream stream) {
    List<String> texts = new ArrayList<>();
    lines(stream).forEach(line -> texts.add(line.text()));
    return texts;
  }

  /** The texts of one source, to the end of the stream. */
  protected static List<String> texts(LogStream stream, LogSource source) {
    List<String> texts = new ArrayList<>();
    for (LogLine each : lines(stream)) {
      if (each.source() == source) {
        texts.add(each.text());
      }
    }
    return texts;
  }

  /** How the engine refused a call. */
  protected static EngineException refusal(ThrowingCallable call) {
    return catchThrowableOfType(EngineException.class, call);
  }
}
