package dev.drydock.benchmarks.contender;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** One of those who are compared. Each of its ways is the one its own documentation shows. */
public interface Contender extends Closeable {

  /** The name in tables and results. */
  String name();

  /** Starts a container and returns when it is ready, as this contender understands it. */
  Box start(Wish wish) throws Exception;

  /** Starts so many containers at once and returns when all are ready. */
  Fleet startAll(Wish wish, int count) throws Exception;

  /**
   * Asks for the first time what a ready container must answer. One attempt only: a contender that
   * has said "ready" is taken at its word.
   */
  default <T> T first(Box box, Question<T> question) throws Exception {
    try {
      return question.ask();
    } catch (IOException e) {
      throw new IOException(name() + " said ready, but there was no answer", e);
    }
  }

  /** Something to ask a container. */
  interface Question<T> {

    /** Asks, once; an {@link IOException} means that there was no answer. */
    T ask() throws IOException;
  }

  /**
   * Builds an image of a directory with a Dockerfile, or has it already; its name. Those who cannot
   * take no part in the case.
   */
  default String build(Path context) throws Exception {
    throw new UnsupportedOperationException(name() + " builds no images");
  }

  /** A start that ends when the first real request has been answered. */
  default TimedStart timedStart(Wish wish) throws Exception {
    long begin = System.nanoTime();
    Box box = start(wish);
    try {
      String answer = first(box, new Request(box, wish));
      return new TimedStart(box, System.nanoTime() - begin, answer, Clock.epochMillis());
    } catch (Exception e) {
      box.close();
      throw e;
    }
  }

  /** Pulls images at once, which the engine does not have, and returns when it has all. */
  default void pullAll(List<String> images) throws Exception {
    throw new UnsupportedOperationException(name() + " does not take part in pulls");
  }

  @Override
  void close() throws IOException;
}
