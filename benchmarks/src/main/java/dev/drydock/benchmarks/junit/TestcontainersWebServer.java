package dev.drydock.benchmarks.junit;

import dev.drydock.benchmarks.contender.Request;
import dev.drydock.benchmarks.contender.Wish;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.junit.jupiter.Container;
import org.testcontainers.junit.jupiter.Testcontainers;
import org.testcontainers.utility.DockerImageName;

/** A container for a class as the documentation of testcontainers-java shows it. */
@Testcontainers
final class TestcontainersWebServer {

  private static final Wish WISH = MarkedWebServer.wish();

  @Container
  static final GenericContainer<?> WEB =
      new GenericContainer<>(DockerImageName.parse(WISH.image()))
          .withCommand(WISH.command().toArray(new String[0]))
          .withExposedPorts(WISH.port());

  @Test
  void answers() throws IOException {
    Request.get(WEB.getHost(), WEB.getMappedPort(WISH.port()), WISH.path());
  }
}
