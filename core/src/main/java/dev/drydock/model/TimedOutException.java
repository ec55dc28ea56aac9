package dev.drydock.model;

import org.jspecify.annotations.Nullable;

/** Something did not end in the time it was given; the message says what, and what became of it. */
public final class TimedOutException extends DrydockException {

  private static final long serialVersionUID = 1L;

  /** With a message for people and the cause, if any. */
  public TimedOutException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
