package dev.drydock.internal.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.drydock.engine.Engine;
import dev.drydock.engine.EngineContract;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The contract on the local engine, reached over TLS with a client certificate. */
@Tag("slow")
class TlsContractTest extends EngineContract {

  @TempDir static Path directory;
  private static TlsProxy proxy;

  @BeforeAll
  static void listen() throws Exception {
    proxy = new TlsProxy(directory);
    TlsProxy.certificate(directory, "client", "rsa:2048", "localhost");
    Files.move(directory.resolve("client-cert.pem"), directory.resolve("cert.pem"));
    Files.move(directory.resolve("client-key.pem"), directory.resolve("key.pem"));
  }

  @AfterAll
  static void close() throws IOException {
    proxy.close();
  }

  @Override
  protected Engine connect() {
    return new DockerEngineProvider().connect(proxy.address(directory, true));
  }

  @Override
  protected Map<String, String> limits() {
    return DockerEngineContractTest.LIMITS;
  }

  @Test
  void the_watchdog_reaches_the_engine_too() throws Exception {
    List<String> command = engine.watchdogCommand(labels);
    Process watchdog = new ProcessBuilder(command).start();
    start(sleeper());
    assertThat(engine.find(labels)).isNotEmpty();
    watchdog.getOutputStream().close();
    await().atMost(Duration.ofSeconds(10)).until(() -> engine.find(labels).isEmpty());
  }
}
