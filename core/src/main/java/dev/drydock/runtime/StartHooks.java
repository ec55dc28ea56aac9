package dev.drydock.runtime;

/**
 * What is done with a container on its way to being ready; users implement it. Each is called on
 * the thread that starts it, once an attempt. An exception ends the start: the container is
 * removed, and the exception is thrown as it is.
 */
public interface StartHooks {

  /** It was made, with its files, and does not run; it is started when this returns. */
  default void created(UnstartedContainer container) {}

  /** Its main process was started; its readiness is waited for when this returns. */
  default void started(Container container) {}
}
