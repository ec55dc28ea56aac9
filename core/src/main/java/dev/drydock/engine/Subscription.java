package dev.drydock.engine;

/** Something that goes on until it is closed. */
public interface Subscription extends AutoCloseable {

  /**
   * Ends it, once; when this returns nothing more is delivered. From any thread, any number of
   * times.
   */
  @Override
  void close();
}
