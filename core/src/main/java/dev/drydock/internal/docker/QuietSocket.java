package dev.drydock.internal.docker;

import java.net.Socket;
import java.net.SocketException;
import java.net.SocketImpl;

/**
 * A socket that stands on something else than the system's TCP sockets.
 *
 * <p>The methods that HTTP and TLS call are overridden, here or in the subclasses: one that is not
 * would have the superclass open a TCP socket of its own. Time limits are not its business: a
 * channel of the unix family has none, so {@link Watch} closes it instead.
 */
// What it stands on does its own locking, and nothing of the superclass' state is used.
@SuppressWarnings("UnsynchronizedOverridesSynchronized")
class QuietSocket extends Socket {

  QuietSocket() throws SocketException {
    super((SocketImpl) null);
  }

  @Override
  public int getSoTimeout() {
    return 0;
  }

  @Override
  public void setSoTimeout(int timeout) {}

  @Override
  public void setSoLinger(boolean on, int linger) {}

  @Override
  public void setTcpNoDelay(boolean on) {}

  @Override
  public void setKeepAlive(boolean on) {}
}
