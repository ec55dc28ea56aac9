package dev.drydock.benchmarks.junit;

import dev.drydock.benchmarks.contender.Wish;

/**
 * The container of each test class: the web server of the other cases, with the mark of its run.
 */
final class MarkedWebServer {

  private MarkedWebServer() {}

  static Wish wish() {
    return Wish.webServer().withMark(System.getProperty("benchmarks.mark", "unmarked"));
  }
}
