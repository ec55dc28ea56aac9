package dev.drydock.model;

import org.jspecify.annotations.Nullable;

/**
 * The thread was interrupted while it waited for Drydock; its interrupt flag is set again, and what
 * the interrupted start had made is removed.
 */
public final class InterruptedWaitException extends DrydockException {

  private static final long serialVersionUID = 1L;

  /** With a message for people and the cause, if any. */
  public InterruptedWaitException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
