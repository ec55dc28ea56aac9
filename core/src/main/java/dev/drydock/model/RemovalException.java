package dev.drydock.model;

import org.jspecify.annotations.Nullable;

/**
 * Something could not be removed; the message names what is left behind and how to remove it by
 * hand.
 */
public final class RemovalException extends DrydockException {

  private static final long serialVersionUID = 1L;

  /** With a message for people and the cause, if any. */
  public RemovalException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
