package dev.drydock.internal.docker;

import dev.drydock.engine.EngineAddress;
import dev.drydock.engine.Wire;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;

/** The local engine by TCP, as one on another machine would be. */
final class TcpProxy implements AutoCloseable {

  private final ServerSocketChannel server;
  private final InetSocketAddress place;

  TcpProxy() throws IOException {
    server = ServerSocketChannel.open();
    server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    place = (InetSocketAddress) server.getLocalAddress();
    Wire.daemon(
        () -> {
          while (true) {
            SocketChannel client = server.accept();
            SocketChannel engine =
                SocketChannel.open(UnixDomainSocketAddress.of("/var/run/docker.sock"));
            Wire.daemon(() -> Wire.forward(client, engine, bytes -> {}));
            Wire.daemon(() -> Wire.forward(engine, client, bytes -> {}));
          }
        });
  }

  InetSocketAddress place() {
    return place;
  }

  EngineAddress address() {
    return EngineAddress.parse("tcp://localhost:" + place.getPort());
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
