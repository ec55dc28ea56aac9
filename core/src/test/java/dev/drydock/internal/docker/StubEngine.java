package dev.drydock.internal.docker;

import dev.drydock.engine.EngineAddress;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** A unix socket behind which a script answers, however badly. */
final class StubEngine implements AutoCloseable {

  /** What is said on one connection; it ends when this returns. */
  interface Script {
    void converse(Talk talk) throws Exception;
  }

  /** One connection, seen from the engine. */
  final class Talk {
    private final SocketChannel channel;
    private String line = "";

    Talk(SocketChannel channel) {
      this.channel = channel;
    }

    /** Reads the head of a request; its first line, or null when the client hung up. */
    String request() throws IOException {
      StringBuilder head = new StringBuilder();
      ByteBuffer one = ByteBuffer.allocate(1);
      while (head.indexOf("\r\n\r\n") < 0) {
        one.clear();
        if (channel.read(one) < 0) {
          return null;
        }
        head.append((char) one.get(0));
      }
      int length = head.indexOf("Content-Length: ");
      if (length >= 0) {
        int size =
            Integer.parseInt(head.substring(length + 16, head.indexOf("\r\n", length)).trim());
        Channels.newInputStream(channel).readNBytes(size);
      }
      line = head.substring(0, head.indexOf("\r\n"));
      requests.add(line);
      heads.add(head.toString());
      return line;
    }

    /** The first line of the request read last. */
    String line() {
      return line;
    }

    void say(String text) throws IOException {
      say(text.getBytes(StandardCharsets.UTF_8));
    }

    void say(byte[] bytes) throws IOException {
      ByteBuffer buffer = ByteBuffer.wrap(bytes);
      while (buffer.hasRemaining()) {
        channel.write(buffer);
      }
    }

    /** An answer with a body of known length. */
    void answer(int status, String body, String... headers) throws IOException {
      StringBuilder text = new StringBuilder("HTTP/1.1 " + status + " Whatever\r\n");
      for (String each : headers) {
        text.append(each).append("\r\n");
      }
      int length = body.getBytes(StandardCharsets.UTF_8).length;
      say(text + "Content-Length: " + length + "\r\n\r\n" + body);
    }

    void pong() throws IOException {
      answer(200, "OK", "Api-Version: 1.41", "Server: Docker/20.10.24 (linux)");
    }

    /** Says nothing more, and waits until the other side has hung up. */
    void hang() throws IOException {
      ByteBuffer rest = ByteBuffer.allocate(8192);
      while (channel.read(rest) >= 0) {
        rest.clear();
      }
    }

    /** Says nothing more and hears nothing more, until the test is over. */
    void freeze() throws InterruptedException {
      end.await();
    }
  }

  private final Path directory;
  private final ServerSocketChannel server;
  private final Script script;
  private final CountDownLatch end = new CountDownLatch(1);
  private final AtomicInteger connections = new AtomicInteger();
  private final Queue<String> requests = new ConcurrentLinkedQueue<>();
  private final Queue<String> heads = new ConcurrentLinkedQueue<>();
  private final Queue<SocketChannel> open = new ConcurrentLinkedQueue<>();

  StubEngine(Script script) throws IOException {
    this.script = script;
    this.directory = Files.createTempDirectory("stub");
    this.server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    server.bind(UnixDomainSocketAddress.of(directory.resolve("s")));
    daemon(this::accept);
  }

  /** Answers the ping, then does this with each further request. */
  static StubEngine after(Script script) throws IOException {
    return new StubEngine(
        talk -> {
          String line = talk.request();
          if (line != null && line.startsWith("GET /_ping ")) {
            talk.pong();
            line = talk.request();
          }
          if (line != null) {
            script.converse(talk);
          }
        });
  }

  EngineAddress address() {
    return EngineAddress.unix(directory.resolve("s"));
  }

  /** The first lines of all requests so far. */
  List<String> requests() {
    return List.copyOf(requests);
  }

  /** A header of the first request that had it. */
  String header(String name) {
    for (String each : heads) {
      int start = each.indexOf("\r\n" + name + ": ");
      if (start >= 0) {
        int from = start + name.length() + 4;
        return each.substring(from, each.indexOf("\r\n", from));
      }
    }
    throw new AssertionError("no request had " + name);
  }

  int connections() {
    return connections.get();
  }

  private void accept() {
    try {
      while (true) {
        SocketChannel channel = server.accept();
        connections.incrementAndGet();
        open.add(channel);
        daemon(() -> converse(channel));
      }
    } catch (IOException e) {
      // Closed.
    }
  }

  private void converse(SocketChannel channel) {
    try (channel) {
      script.converse(new Talk(channel));
    } catch (Exception e) {
      // The other side hung up, or the test is over.
    }
  }

  private static void daemon(Runnable work) {
    Thread thread = new Thread(work, "stub-engine");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() throws IOException {
    end.countDown();
    server.close();
    for (SocketChannel each : open) {
      each.close();
    }
    Files.deleteIfExists(directory.resolve("s"));
    Files.deleteIfExists(directory);
  }
}
