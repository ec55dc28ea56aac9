package dev.drydock.benchmarks.calls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.drydock.Drydock;
import dev.drydock.benchmarks.contender.Contenders;
import dev.drydock.benchmarks.contender.Wish;
import dev.drydock.engine.EngineAddress;
import dev.drydock.runtime.Container;
import dev.drydock.runtime.Session;
import dev.drydock.spec.ContainerSpec;
import dev.drydock.spec.FileContent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What is asked of the real engine, as a proxy before its socket sees it. */
@Tag("engine")
@Timeout(120)
class CallBudgetTest {

  private static final String PING = "GET /_ping";
  private static final String EVENTS = "GET /events?filters=…";
  private static final String CREATE = "POST /containers/create?name=NAME";
  private static final String START = "POST /containers/ID/start";
  private static final String INSPECT = "GET /containers/ID/json";
  private static final String UPLOAD = "PUT /containers/ID/archive?path=/";
  private static final String REMOVE = "DELETE /containers/NAME?force=1&v=1";

  /**
   * The look at what earlier runs have left, once in a connection's life, when there is time; and
   * the watchdog, a process of its own, which tries out whether it reaches the engine.
   */
  private static final List<String> BESIDE =
      List.of(
          "GET /containers/json?all=1&filters=…",
          "GET /networks?filters=…",
          "GET /volumes?filters=…",
          "GET /images/json?filters=…",
          PING);

  @TempDir private Path folder;
  private CountingProxy proxy;
  private Drydock drydock;
  private Session session;

  @BeforeEach
  void connect() throws IOException {
    Path socket = folder.resolve("engine.sock");
    proxy = CountingProxy.open(socket, Path.of(Contenders.socket()));
    drydock = Drydock.connect(EngineAddress.unix(socket));
    session = drydock.openSession();
  }

  @AfterEach
  void disconnect() throws IOException {
    drydock.close();
    proxy.close();
  }

  private static ContainerSpec web() {
    Wish wish = Wish.webServer();
    return ContainerSpec.of(wish.image())
        .withCommand(wish.command().toArray(new String[0]))
        .withPort(wish.port());
  }

  /** The calls since the last time, without what differs from run to run. */
  private List<String> calls() {
    return proxy.take().stream()
        .map(call -> CallCounts.anonymous(call.request).replaceFirst(" /v1\\.\\d+/", " /"))
        .toList();
  }

  /** The first start's calls, once those have come too that nobody waits for. */
  private List<String> callsOfFirstStart() {
    List<String> calls = new ArrayList<>();
    await()
        .untilAsserted(
            () -> {
              calls.addAll(calls());
              assertThat(calls).containsAll(BESIDE);
              assertThat(calls).filteredOn(PING::equals).hasSize(2);
            });
    return calls;
  }

  @Test
  void a_first_start_connects_listens_creates_starts_and_inspects() {
    session.start(web());

    List<String> calls = callsOfFirstStart();

    BESIDE.forEach(calls::remove);
    assertThat(calls).containsExactlyInAnyOrder(PING, EVENTS, CREATE, START, INSPECT);
  }

  @Test
  void a_warm_start_with_a_port_takes_three_calls_and_its_close_one() {
    session.start(web());
    callsOfFirstStart();

    Container second = session.start(web());
    assertThat(calls()).containsExactly(CREATE, START, INSPECT);

    second.close();
    assertThat(calls()).containsExactly(REMOVE);
  }

  @Test
  void ten_thousand_files_go_in_by_one_call() throws IOException {
    Path many = Files.createDirectory(folder.resolve("many"));
    for (int i = 0; i < 10_000; i++) {
      Files.writeString(many.resolve("f" + i), "content of " + i);
    }
    ContainerSpec spec = web().withFile("/many", FileContent.path(many));
    for (int i = 0; i < 100; i++) {
      spec = spec.withFile("/conf" + i + "/text", FileContent.text("text " + i));
    }
    session.start(web());
    callsOfFirstStart();

    Container container = session.start(spec);
    assertThat(calls()).containsExactly(CREATE, UPLOAD, START, INSPECT);

    container.copyIn(FileContent.path(many), "/copy");
    assertThat(calls()).containsExactly(UPLOAD);
  }

  @Test
  void a_session_removes_each_container_by_one_call() {
    session.start(web());
    session.start(web());
    callsOfFirstStart();
    calls();

    session.close();

    assertThat(calls()).containsExactly(REMOVE, REMOVE);
  }
}
