package dev.drydock.model;

import org.jspecify.annotations.Nullable;

/** A handle was used after its owner closed; the message says which and when. */
public final class ClosedException extends DrydockException {

  private static final long serialVersionUID = 1L;

  /** With a message for people and the cause, if any. */
  public ClosedException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
