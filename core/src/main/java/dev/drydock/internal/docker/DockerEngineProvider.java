package dev.drydock.internal.docker;

import dev.drydock.engine.Engine;
import dev.drydock.engine.EngineAddress;
import dev.drydock.engine.EngineProvider;
import java.time.Duration;

/** Connects to engines that speak the Docker Engine API. */
public final class DockerEngineProvider implements EngineProvider {

  /** For {@link java.util.ServiceLoader}. */
  public DockerEngineProvider() {}

  @Override
  public boolean supports(EngineAddress address) {
    return switch (address.uri().getScheme()) {
      case "unix", "tcp", "ssh", "npipe" -> true;
      default -> false;
    };
  }

  @Override
  public Engine connect(EngineAddress address, Duration limit) {
    return DockerEngine.connect(address, System.getenv("DOCKER_API_VERSION"), limit);
  }
}
