package dev.drydock.benchmarks.junit;

import dev.drydock.benchmarks.contender.Box;
import dev.drydock.benchmarks.contender.Contender;
import dev.drydock.benchmarks.contender.Contenders;
import dev.drydock.benchmarks.contender.Request;
import dev.drydock.benchmarks.contender.Wish;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A container for a class by the Engine API alone. */
final class RawWebServer {

  private static final Wish WISH = MarkedWebServer.wish();

  private static Contender raw;
  private static Box web;

  @BeforeAll
  static void start() throws Exception {
    raw = Contenders.open("raw");
    web = raw.start(WISH);
  }

  @Test
  void answers() throws Exception {
    raw.first(web, new Request(web, WISH));
  }

  @AfterAll
  static void stop() throws Exception {
    web.close();
    raw.close();
  }
}
