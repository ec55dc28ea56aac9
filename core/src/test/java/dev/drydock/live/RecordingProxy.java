package dev.drydock.live;

import dev.drydock.engine.Wire;
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

  private final ServerSocketChannel server;

  /** Of each connection. */
  private final List<ByteArrayOutputStream> sent = new CopyOnWriteArrayList<>();

  RecordingProxy(Path socket) throws IOException {
    server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    server.bind(UnixDomainSocketAddress.of(socket));
    Wire.daemon(
        () -> {
          while (true) {
            SocketChannel client = server.accept();
            SocketChannel engine =
                SocketChannel.open(UnixDomainSocketAddress.of("/var/run/docker.sock"));
            ByteArrayOutputStream kept = new ByteArrayOutputStream();
            sent.add(kept);
            Wire.daemon(() -> Wire.forward(client, engine, bytes -> keep(bytes, kept)));
            Wire.daemon(() -> Wire.forward(engine, client, bytes -> {}));
          }
        });
  }

  private static void keep(ByteBuffer bytes, ByteArrayOutputStream kept) {
    kept.write(bytes.array(), 0, bytes.limit());
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
