package dev.drydock.model;

import org.jspecify.annotations.Nullable;

/** This engine cannot fulfil a wish of the description; nothing was created. */
public final class UnsupportedWishException extends DrydockException {

  private static final long serialVersionUID = 1L;

  /** With a message for people and the cause, if any. */
  public UnsupportedWishException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
