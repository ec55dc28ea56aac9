package dev.drydock.internal.docker;

import java.net.SocketTimeoutException;

/** Nobody has taken the connection in the time allowed. */
final class UnconnectedException extends SocketTimeoutException {

  private static final long serialVersionUID = 1;

  UnconnectedException(String message, Throwable cause) {
    super(message);
    initCause(cause);
  }
}
