package dev.drydock.internal.docker;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;

/** Nobody has taken the connection in the time allowed. */
final class UnconnectedException extends SocketTimeoutException {

  private static final long serialVersionUID = 1;

  private UnconnectedException(String message, Throwable cause) {
    super(message);
    initCause(cause);
  }

  /** After this time. */
  static UnconnectedException within(String time, IOException failure) {
    String what =
        failure instanceof UnknownHostException
            ? "the name " + failure.getMessage() + " could not be resolved"
            : "no connection";
    return new UnconnectedException(what + " within " + time, failure);
  }

  /** Whether it came no further than the host's name. */
  boolean isOfName() {
    return getCause() instanceof UnknownHostException;
  }
}
