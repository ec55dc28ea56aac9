package dev.drydock.model;

import org.jspecify.annotations.Nullable;

/** No container engine answered; the message lists what was tried and what to do. */
public final class NoEngineException extends DrydockException {

  private static final long serialVersionUID = 1L;

  /** With a message for people and the cause, if any. */
  public NoEngineException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
