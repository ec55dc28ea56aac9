package dev.drydock.internal.docker;

import dev.drydock.engine.BodyContract;
import dev.drydock.engine.Engine;
import java.time.Duration;
import java.util.Map;

/** The create body on the engine at the local unix socket. */
class BodyTest extends BodyContract {

  @Override
  protected Engine connect() {
    return new DockerEngineProvider()
        .connect(DockerEngineContractTest.LOCAL, Duration.ofSeconds(20));
  }

  @Override
  protected Map<String, String> limits() {
    return Map.of(
        "a_privileged_one_may_use_the_hosts_devices",
        "Docker 20.10 gives a privileged container capabilities that this machine may lack itself");
  }
}
