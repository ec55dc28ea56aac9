package dev.drydock.benchmarks.junit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.drydock.benchmarks.contender.Wish;
import org.junit.jupiter.api.Test;

/** What the others are compared with: the same run without a container. */
final class NoWebServer {

  @Test
  void knows_the_port() {
    assertEquals(Wish.PORT, MarkedWebServer.wish().port());
  }
}
