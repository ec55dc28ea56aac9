package dev.drydock.internal.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drydock.engine.Engine;
import dev.drydock.engine.EngineAddress;
import dev.drydock.engine.EngineContract;
import dev.drydock.engine.EngineProvider;
import dev.drydock.model.EngineException;
import java.io.IOException;
import java.net.ServerSocket;
import java.util.Map;
import java.util.ServiceLoader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The contract on the engine at the local unix socket; no test may leave a socket or a thread. */
class DockerEngineContractTest extends EngineContract {

  static final EngineAddress LOCAL = EngineAddress.parse("unix:///var/run/docker.sock");

  /** What the tests of this machine's engine cannot pass, however it is reached. */
  static final Map<String, String> LIMITS =
      Map.of(
          "a_privileged_one_may_use_the_hosts_devices",
          "Docker 20.10 gives a privileged container capabilities that this machine may lack itself");

  private Leaks leaks;

  @Override
  protected Engine connect() {
    return DockerEngine.connect(LOCAL, null, DockerEngine.FIRST_ANSWER);
  }

  @Override
  protected Map<String, String> limits() {
    return LIMITS;
  }

  @BeforeEach
  void countWhatIsThere() {
    leaks = leaks == null ? Leaks.count() : leaks;
  }

  @AfterEach
  void nothingIsLeftInThisProcess() {
    if (engine != null) {
      engine.close();
      leaks.assertNone();
    }
  }

  @Test
  void a_host_port_that_a_process_has_fails_the_start() throws IOException {
    try (ServerSocket taken = new ServerSocket(0)) {
      String id = create(sleeper().withFixedPort(taken.getLocalPort(), 80));
      assertThatThrownBy(() -> engine.containers().start(id))
          .isInstanceOf(EngineException.class)
          .hasMessageContaining(Integer.toString(taken.getLocalPort()));
    }
  }

  @Test
  void the_provider_is_found() {
    EngineProvider found = null;
    for (EngineProvider each : ServiceLoader.load(EngineProvider.class)) {
      found = each.supports(LOCAL) ? each : found;
    }
    assertThat(found).isInstanceOf(DockerEngineProvider.class);
    try (Engine connected = found.connect(LOCAL)) {
      assertThat(connected.info().kind()).isEqualTo("docker");
    }
  }
}
