package dev.drydock.internal.docker;

import dev.drydock.engine.EngineAddress;
import dev.drydock.engine.TlsFiles;
import java.io.IOException;
import java.net.Socket;

/**
 * Makes the sockets over which an engine is reached. Each way to an engine (unix socket, TCP, TLS)
 * is a dialer of its own.
 */
interface Dialer {

  /**
   * The way to this address.
   *
   * @throws IOException when the files for TLS are not what they should be, saying so
   */
  static Dialer to(EngineAddress address) throws IOException {
    TlsFiles tls = address.tls();
    return tls == null ? new ChannelDialer(address) : new TlsDialer(address, Tls.factory(tls));
  }

  /**
   * A new socket, not connected yet. Closing it from another thread ends a connect, read or write
   * that is going on.
   *
   * @throws IOException when the system has no more of them
   */
  Socket socket() throws IOException;

  /**
   * Connects it; blocks until it is done, fails, or the socket is closed.
   *
   * @throws IOException when nobody answers
   */
  void connect(Socket socket) throws IOException;

  /** The value of the {@code Host} header. */
  String hostHeader();
}
