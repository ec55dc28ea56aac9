package dev.drydock.runtime;

/**
 * How to start what several test classes share. Users implement it.
 *
 * @param <T> what the tests are given: a record of handles, or one handle
 */
@FunctionalInterface
public interface Environment<T> {

  /** Starts it; all that the session makes lives until the end of the test run. */
  T start(Session session);
}
