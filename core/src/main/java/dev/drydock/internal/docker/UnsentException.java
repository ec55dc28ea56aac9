package dev.drydock.internal.docker;

import java.io.IOException;

/** A connection ended before the first byte of an answer. */
final class UnsentException extends IOException {

  private static final long serialVersionUID = 1L;

  UnsentException(IOException cause) {
    super(cause.getMessage(), cause);
  }
}
