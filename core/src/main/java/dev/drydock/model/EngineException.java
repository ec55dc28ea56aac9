package dev.drydock.model;

import org.jspecify.annotations.Nullable;

/** The engine refused a call, failed in it, or the connection to it broke. */
public final class EngineException extends DrydockException {

  private static final long serialVersionUID = 1L;

  private final int status;

  /**
   * A refusal or failure.
   *
   * @param status the HTTP status, or 0 when no answer came
   * @param message what was asked, and what the engine said
   * @param cause the failure of the connection, if it was one
   */
  public EngineException(int status, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.status = status;
  }

  /** The HTTP status of the engine's answer; 0 when no answer came. */
  public int status() {
    return status;
  }
}
