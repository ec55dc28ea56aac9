package dev.drydock.benchmarks.contender;

import java.io.IOException;
import java.io.InputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * The Engine API over its unix socket: kept-alive connections, one write for a request, and nothing
 * but the JDK. What it does not need, it does not do; it is the yardstick, not a client.
 */
final class RawEngine implements AutoCloseable {

  private final UnixDomainSocketAddress address;
  private final Deque<RawConnection> idle = new ArrayDeque<>();

  RawEngine(String socket) {
    address = UnixDomainSocketAddress.of(socket);
  }

  /** One call; the body of its answer. */
  String call(String method, String path, String json) throws IOException {
    RawConnection connection = take();
    try {
      connection.send(method, path, json.isEmpty() ? null : json.getBytes(StandardCharsets.UTF_8));
      String answer = connection.answer(method, path);
      give(connection);
      return answer;
    } catch (IOException e) {
      connection.close();
      throw e;
    }
  }

  /** A call whose answer is a stream that ends with the connection or the answer. */
  RawConnection open(String method, String path, String json) throws IOException {
    RawConnection connection = connect();
    try {
      connection.send(method, path, json.isEmpty() ? null : json.getBytes(StandardCharsets.UTF_8));
      connection.head(method, path);
      return connection;
    } catch (IOException e) {
      connection.close();
      throw e;
    }
  }

  /** A call with a body of known length that is written by piece; the body of its answer. */
  String upload(String method, String path, long length, Body body) throws IOException {
    RawConnection connection = take();
    try {
      connection.send(method, path, length);
      body.writeTo(connection);
      String answer = connection.answer(method, path);
      give(connection);
      return answer;
    } catch (IOException e) {
      connection.close();
      throw e;
    }
  }

  /** Writes the body of a call. */
  interface Body {
    void writeTo(RawConnection connection) throws IOException;
  }

  private RawConnection take() throws IOException {
    synchronized (idle) {
      RawConnection connection = idle.poll();
      if (connection != null) {
        return connection;
      }
    }
    return connect();
  }

  private void give(RawConnection connection) {
    synchronized (idle) {
      idle.push(connection);
    }
  }

  private RawConnection connect() throws IOException {
    SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
    channel.connect(address);
    return new RawConnection(channel);
  }

  @Override
  public void close() throws IOException {
    synchronized (idle) {
      for (RawConnection each : idle) {
        each.close();
      }
      idle.clear();
    }
  }

  /** One connection. */
  static final class RawConnection extends InputStream {

    private static final int PLENTY = 1 << 16;

    private final SocketChannel channel;
    private final ByteBuffer in = ByteBuffer.allocateDirect(PLENTY).limit(0);
    private final ByteBuffer out = ByteBuffer.allocateDirect(PLENTY);
    private long length;
    private boolean chunked;

    RawConnection(SocketChannel channel) {
      this.channel = channel;
    }

    void send(String method, String path, byte @org.jspecify.annotations.Nullable [] json)
        throws IOException {
      String head = method + " " + path + " HTTP/1.1\r\nHost: engine\r\n";
      if (json == null) {
        write((head + "Content-Length: 0\r\n\r\n").getBytes(StandardCharsets.ISO_8859_1));
      } else {
        head += "Content-Type: application/json\r\nContent-Length: " + json.length + "\r\n\r\n";
        write(head.getBytes(StandardCharsets.ISO_8859_1));
        write(json);
      }
      flush();
    }

    void send(String method, String path, long bodyLength) throws IOException {
      String head = method + " " + path + " HTTP/1.1\r\nHost: engine\r\n";
      head += "Content-Type: application/x-tar\r\nContent-Length: " + bodyLength + "\r\n\r\n";
      write(head.getBytes(StandardCharsets.ISO_8859_1));
    }

    void write(byte[] bytes) throws IOException {
      write(bytes, 0, bytes.length);
    }

    void write(byte[] bytes, int from, int count) throws IOException {
      int at = from;
      int rest = count;
      while (rest > 0) {
        if (!out.hasRemaining()) {
          flush();
        }
        int some = Math.min(rest, out.remaining());
        out.put(bytes, at, some);
        at += some;
        rest -= some;
      }
    }

    void flush() throws IOException {
      out.flip();
      while (out.hasRemaining()) {
        channel.write(out);
      }
      out.clear();
    }

    /** The body of the answer, read to its end. */
    String answer(String method, String path) throws IOException {
      flush();
      head(method, path);
      return new String(readAllBytes(), StandardCharsets.UTF_8);
    }

    /** Reads the head of the answer; what follows can be read from this stream. */
    void head(String method, String path) throws IOException {
      String status = line();
      length = Long.MAX_VALUE;
      chunked = false;
      for (String header = line(); !header.isEmpty(); header = line()) {
        if (header.regionMatches(true, 0, "Content-Length:", 0, 15)) {
          length = Long.parseLong(header.substring(15).trim());
        } else if (header.regionMatches(true, 0, "Transfer-Encoding: chunked", 0, 26)) {
          chunked = true;
          length = 0;
        }
      }
      if (status.startsWith("204", 9) || status.startsWith("304", 9)) {
        length = 0;
      }
      if (status.charAt(9) != '2' && !status.startsWith("304", 9)) {
        throw new IOException(
            method
                + " "
                + path
                + ": "
                + status
                + " "
                + new String(readAllBytes(), StandardCharsets.UTF_8));
      }
    }

    private String line() throws IOException {
      StringBuilder text = new StringBuilder(64);
      while (true) {
        if (!in.hasRemaining() && !fill()) {
          throw new IOException("the engine closed the connection");
        }
        char c = (char) in.get();
        if (c == '\n') {
          return text.toString();
        }
        if (c != '\r') {
          text.append(c);
        }
      }
    }

    private boolean fill() throws IOException {
      in.clear();
      int got = channel.read(in);
      in.flip();
      return got > 0;
    }

    private boolean atEnd() throws IOException {
      if (length > 0) {
        return false;
      }
      if (!chunked) {
        return true;
      }
      String size = line();
      if (size.isEmpty()) {
        // The end of the chunk before this one.
        size = line();
      }
      length = Long.parseLong(size, 16);
      if (length == 0) {
        line();
        chunked = false;
        return true;
      }
      return false;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int from, int count) throws IOException {
      if (count == 0) {
        return 0;
      }
      if (atEnd() || (!in.hasRemaining() && !fill())) {
        return -1;
      }
      int some = (int) Math.min(Math.min(count, in.remaining()), length);
      in.get(bytes, from, some);
      if (length != Long.MAX_VALUE) {
        length -= some;
      }
      return some;
    }

    @Override
    public void close() throws IOException {
      channel.close();
    }
  }
}
