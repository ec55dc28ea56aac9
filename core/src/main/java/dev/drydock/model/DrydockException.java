package dev.drydock.model;

import org.jspecify.annotations.Nullable;

/**
 * The root of all that Drydock throws besides {@link IllegalArgumentException} for a wrong
 * argument.
 */
public abstract sealed class DrydockException extends RuntimeException
    permits ClosedException,
        ContainerStartException,
        EngineException,
        ImageException,
        InterruptedWaitException,
        NoEngineException,
        RemovalException,
        TimedOutException,
        UnsupportedWishException {

  private static final long serialVersionUID = 1L;

  DrydockException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
