package dev.drydock.benchmarks.junit;

import dev.drydock.benchmarks.contender.Request;
import dev.drydock.benchmarks.contender.Wish;
import dev.drydock.junit5.From;
import dev.drydock.junit5.Start;
import dev.drydock.junit5.WithContainers;
import dev.drydock.model.Endpoint;
import dev.drydock.runtime.Container;
import dev.drydock.spec.ContainerSpec;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** A container for a class as Drydock's README shows it. */
@WithContainers
final class DrydockWebServer {

  private static final Wish WISH = MarkedWebServer.wish();

  @Start
  static final ContainerSpec WEB =
      ContainerSpec.of(WISH.image())
          .withCommand(WISH.command().toArray(new String[0]))
          .withPort(WISH.port());

  @Test
  void answers(@From Container web) throws IOException {
    Endpoint endpoint = web.endpoint(WISH.port());
    Request.get(endpoint.host(), endpoint.port(), WISH.path());
  }
}
