package dev.drydock.internal.docker;

import dev.drydock.engine.EngineAddress;
import dev.drydock.engine.TlsFiles;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes the sockets over which an engine is reached. Each way to an engine (unix socket, TCP, TLS,
 * SSH, named pipe) is a dialer of its own.
 */
interface Dialer extends AutoCloseable {

  /**
   * The way to this address.
   *
   * @throws IOException when the files for TLS are not what they should be, or there is no ssh;
   *     saying so
   */
  static Dialer to(EngineAddress address) throws IOException {
    TlsFiles tls = address.tls();
    if (tls != null) {
      return new TlsDialer(address, Tls.factory(tls));
    }
    return switch (address.uri().getScheme()) {
      case "ssh" -> new SshDialer(Ssh.to(address), String.valueOf(address.host()));
      case "npipe" -> PipeDialer.to(address.uri());
      default -> new ChannelDialer(address);
    };
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

  /** Where the ports are reached that the engine publishes. */
  HostPorts hostPorts();

  /**
   * The two ends of a connection between this machine and the engine's.
   *
   * @param here this machine's address: as the other sees it, if that can be told
   * @param there the other's addresses
   */
  record Ends(InetAddress here, List<InetAddress> there) {}

  /**
   * The ends of a connection over a network.
   *
   * @throws IOException when there is none, or they cannot be told
   */
  default Ends ends() throws IOException {
    throw new IOException("no network leads to it");
  }

  /** What the program that carries the connections said before it failed; null when nothing. */
  default @Nullable String trouble() {
    return null;
  }

  /** Lets go of what carries the connections. */
  @Override
  default void close() {}
}
