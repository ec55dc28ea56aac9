package dev.drydock.model;

import org.jspecify.annotations.Nullable;

/** An image could not be found, pulled, pushed or read. */
public final class ImageException extends DrydockException {

  private static final long serialVersionUID = 1L;

  private final Reason reason;

  /** Why an image was not to be had, or not to be left at its registry. */
  public enum Reason {
    /** The registry, or the engine, has no such image. */
    NOT_FOUND,
    /** The registry refuses: no credentials, wrong ones, or ones that do not permit it. */
    DENIED,
    /** The registry was asked too often. */
    RATE_LIMITED,
    /** The registry does not answer. */
    UNREACHABLE,
    /** The connection to the registry broke, or the registry failed; it may do better later. */
    INTERRUPTED,
    /** What came is not what the digest says. */
    MISMATCH,
    /** Drydock's own settings forbid it, or its lock names another image. */
    FORBIDDEN,
    /** Anything else; the message says what. */
    OTHER
  }

  /** With a message for people and the cause, if any. */
  public ImageException(String message, @Nullable Throwable cause) {
    this(Reason.OTHER, message, cause);
  }

  /** With the reason, a message for people, and the cause, if any. */
  public ImageException(Reason reason, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.reason = reason;
  }

  /** Why, as far as it is known. */
  public Reason reason() {
    return reason;
  }
}
