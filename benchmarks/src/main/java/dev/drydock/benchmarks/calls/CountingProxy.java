package dev.drydock.benchmarks.calls;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A unix socket before the engine's: passes every byte on as it comes, both ways, and writes down
 * the request lines that go by.
 */
final class CountingProxy implements AutoCloseable {

  private final Path socket;
  private final Path engine;
  private final ServerSocketChannel server;
  private final List<Call> calls = new CopyOnWriteArrayList<>();

  private CountingProxy(Path socket, Path engine) throws IOException {
    this.socket = socket;
    this.engine = engine;
    server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    server.bind(UnixDomainSocketAddress.of(socket));
  }

  static CountingProxy open(Path socket, Path engine) throws IOException {
    CountingProxy proxy = new CountingProxy(socket, engine);
    daemon(proxy::accept);
    return proxy;
  }

  /** A request that has gone by. */
  static final class Call {

    /** Method, blank, path with query. */
    final String request;

    /** When it was sent, as {@link System#nanoTime} counts. */
    final long sent = System.nanoTime();

    /** When the answer began, or 0 while there is none. */
    volatile long answered;

    private Call(String request) {
      this.request = request;
    }
  }

  /** The calls since the last time this was asked. */
  List<Call> take() {
    List<Call> taken = List.copyOf(calls);
    calls.subList(0, taken.size()).clear();
    return taken;
  }

  private void accept() throws IOException {
    while (true) {
      SocketChannel client = server.accept();
      SocketChannel upstream = SocketChannel.open(UnixDomainSocketAddress.of(engine));
      AtomicReference<@Nullable Call> open = new AtomicReference<>();
      daemon(() -> pump(upstream, client, open));
      daemon(() -> read(client, upstream, open));
    }
  }

  private static void pump(
      SocketChannel from, SocketChannel to, AtomicReference<@Nullable Call> open)
      throws IOException {
    ByteBuffer buffer = ByteBuffer.allocateDirect(1 << 16);
    try (to) {
      while (from.read(buffer) >= 0) {
        Call call = open.getAndSet(null);
        if (call != null) {
          call.answered = System.nanoTime();
        }
        write(buffer.flip(), to);
        buffer.clear();
      }
      to.shutdownOutput();
    }
  }

  private static void write(ByteBuffer buffer, SocketChannel to) throws IOException {
    while (buffer.hasRemaining()) {
      to.write(buffer);
    }
  }

  /** Reads requests to keep count; whatever is read has been passed on already. */
  private void read(
      SocketChannel client, SocketChannel upstream, AtomicReference<@Nullable Call> open)
      throws IOException {
    InputStream in = new BufferedInputStream(new PassedOn(client, upstream), 1 << 16);
    try {
      while (true) {
        String request = line(in);
        Call call = new Call(request.substring(0, request.lastIndexOf(' ')));
        calls.add(call);
        open.set(call);
        long length = 0;
        boolean chunked = false;
        boolean upgrade = false;
        for (String header = line(in); !header.isEmpty(); header = line(in)) {
          String lower = header.toLowerCase(Locale.ROOT);
          if (lower.startsWith("content-length:")) {
            length = Long.parseLong(lower.substring(15).trim());
          }
          chunked |= lower.startsWith("transfer-encoding:") && lower.contains("chunked");
          upgrade |= lower.startsWith("upgrade:");
        }
        in.skipNBytes(length);
        if (chunked) {
          skipChunks(in);
        }
        if (upgrade) {
          // From here on it is no HTTP.
          in.skip(Long.MAX_VALUE);
        }
      }
    } catch (EOFException end) {
      upstream.shutdownOutput();
    }
  }

  private static void skipChunks(InputStream in) throws IOException {
    for (long size = -1; size != 0; ) {
      size = Long.parseLong(line(in).trim(), 16);
      in.skipNBytes(size);
      line(in);
    }
  }

  private static String line(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) {
        throw new EOFException();
      }
      if (c != '\r') {
        line.append((char) c);
      }
    }
    return line.toString();
  }

  @Override
  public void close() throws IOException {
    server.close();
    Files.deleteIfExists(socket);
  }

  /** What the client sends; a read passes it on to the engine before it returns. */
  private static final class PassedOn extends InputStream {

    private final SocketChannel client;
    private final SocketChannel upstream;

    PassedOn(SocketChannel client, SocketChannel upstream) {
      this.client = client;
      this.upstream = upstream;
    }

    @Override
    public int read() {
      throw new UnsupportedOperationException("it is read through a buffer");
    }

    @Override
    public int read(byte[] bytes, int from, int count) throws IOException {
      ByteBuffer buffer = ByteBuffer.wrap(bytes, from, count);
      int got = client.read(buffer);
      if (got > 0) {
        write(ByteBuffer.wrap(bytes, from, got), upstream);
      }
      return got;
    }
  }

  private interface Work {
    void run() throws IOException;
  }

  private static void daemon(Work work) {
    Thread thread =
        new Thread(
            () -> {
              try {
                work.run();
              } catch (IOException closed) {
                // One side has gone, or the proxy has closed.
              }
            },
            "counting-proxy");
    thread.setDaemon(true);
    thread.start();
  }
}
