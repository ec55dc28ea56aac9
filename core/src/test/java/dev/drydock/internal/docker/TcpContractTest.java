package dev.drydock.internal.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.drydock.engine.Capability;
import dev.drydock.engine.Engine;
import dev.drydock.engine.EngineContract;
import dev.drydock.model.ContainerPort;
import dev.drydock.model.Endpoint;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The contract on the local engine, reached by TCP as one on another machine would be. */
@Tag("slow")
class TcpContractTest extends EngineContract {

  private static TcpProxy proxy;

  @BeforeAll
  static void listen() throws IOException {
    proxy = new TcpProxy();
  }

  @AfterAll
  static void close() throws IOException {
    proxy.close();
  }

  @Override
  protected Engine connect() {
    return new DockerEngineProvider().connect(proxy.address());
  }

  @Override
  protected Map<String, String> limits() {
    return DockerEngineContractTest.LIMITS;
  }

  @Test
  void nothing_of_this_machine_is_taken_for_the_engines() {
    assertThat(engine.info().capabilities())
        .doesNotContain(Capability.LOCAL_FILES, Capability.CONTAINER_ADDRESSES);
    String id = start(sleeper().withPort(80));
    Endpoint endpoint = engine.containers().inspect(id).endpoints().get(ContainerPort.tcp(80));
    assertThat(endpoint.host()).isIn("localhost", "127.0.0.1");
  }

  @Test
  void the_watchdog_reaches_the_engine_too() throws Exception {
    List<String> command = engine.watchdogCommand(labels);
    Process watchdog = new ProcessBuilder(command).start();
    start(sleeper());
    watchdog.getOutputStream().close();
    await().atMost(Duration.ofSeconds(5)).until(() -> engine.find(labels).isEmpty());
  }
}
