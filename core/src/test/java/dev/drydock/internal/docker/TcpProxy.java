package dev.drydock.internal.docker;

import dev.drydock.engine.EngineAddress;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;

/** The local engine by TCP, as one on another machine would be. */
final class TcpProxy implements AutoCloseable {

  private interface Work {
    void run() throws IOException;
  }

  private final ServerSocketChannel server;
  private final InetSocketAddress place;

  TcpProxy() throws IOException {
    server = ServerSocketChannel.open();
    server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    place = (InetSocketAddress) server.getLocalAddress();
    daemon(
        () -> {
          while (true) {
            SocketChannel client = server.accept();
            SocketChannel engine =
                SocketChannel.open(UnixDomainSocketAddress.of("/var/run/docker.sock"));
            daemon(() -> forward(client, engine));
            daemon(() -> forward(engine, client));
          }
        });
  }

  private static void daemon(Work work) {
    Thread thread =
        new Thread(
            () -> {
              try {
                work.run();
              } catch (IOException e) {
                // One side hung up.
              }
            });
    thread.setDaemon(true);
    thread.start();
  }

  /** Carries bytes, and the end of them, one way. */
  private static void forward(SocketChannel from, SocketChannel to) throws IOException {
    try {
      ByteBuffer buffer = ByteBuffer.allocate(65536);
      while (from.read(buffer) >= 0) {
        buffer.flip();
        while (buffer.hasRemaining()) {
          to.write(buffer);
        }
        buffer.clear();
      }
      to.shutdownOutput();
    } catch (IOException e) {
      from.close();
      to.close();
    }
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
