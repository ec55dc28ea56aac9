package dev.drydock.model;

import org.jspecify.annotations.Nullable;

/** An image could not be found, pulled or read. */
public final class ImageException extends DrydockException {

  private static final long serialVersionUID = 1L;

  /** With a message for people and the cause, if any. */
  public ImageException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
