package dev.drydock.live;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** A unix socket before the local engine's, which keeps all that goes to the engine. */
final class RecordingProxy implements AutoCloseable {

  private static final Pattern BUILD = Pattern.compile("POST (?:/v[0-9.]+)?/build[? ]");

  private interface Work {
    void run() throws IOException;
  }

  private final ServerSocketChannel server;

  /** Of each connection. */
  private final List<ByteArrayOutputStream> sent = new CopyOnWriteArrayList<>();

  RecordingProxy(Path socket) throws IOException {
    server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    server.bind(UnixDomainSocketAddress.of(socket));
    daemon(
        () -> {
          while (true) {
            SocketChannel client = server.accept();
            SocketChannel engine =
                SocketChannel.open(UnixDomainSocketAddress.of("/var/run/docker.sock"));
            ByteArrayOutputStream kept = new ByteArrayOutputStream();
            sent.add(kept);
            daemon(() -> forward(client, engine, kept));
            daemon(() -> forward(engine, client, null));
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

  /** Carries bytes, and the end of them, one way; what is recorded is so before it arrives. */
  private static void forward(SocketChannel from, SocketChannel to, ByteArrayOutputStream kept)
      throws IOException {
    try {
      ByteBuffer buffer = ByteBuffer.allocate(65536);
      while (from.read(buffer) >= 0) {
        buffer.flip();
        if (kept != null) {
          kept.write(buffer.array(), 0, buffer.limit());
        }
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

  /** The beginnings of the requests that asked for a build. */
  List<String> builds() {
    List<String> builds = new ArrayList<>();
    for (ByteArrayOutputStream each : sent) {
      BUILD
          .matcher(each.toString(StandardCharsets.ISO_8859_1))
          .results()
          .map(MatchResult::group)
          .forEach(builds::add);
    }
    return builds;
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
