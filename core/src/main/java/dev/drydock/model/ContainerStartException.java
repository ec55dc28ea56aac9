package dev.drydock.model;

import org.jspecify.annotations.Nullable;

/**
 * A container did not start, or was not ready in time; what was made for it is removed. The message
 * is the report.
 */
public final class ContainerStartException extends DrydockException {

  private static final long serialVersionUID = 1L;

  /** With a message for people and the cause, if any. */
  public ContainerStartException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
