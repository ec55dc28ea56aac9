package dev.drydock.benchmarks.contender;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;

/** The one web request that proves a container ready, the same for all. Nothing but the JDK. */
public final class Request implements Contender.Question<String> {

  private final Box box;
  private final String path;

  /** To this container of this wish. */
  public Request(Box box, Wish wish) {
    this.box = box;
    this.path = wish.path();
  }

  /** The body of the answer, whose status must be 200. */
  @Override
  public String ask() throws IOException {
    return get(box.host(), box.port(), path);
  }

  /** Asks once; an answer's status must be 200, and its body is returned. */
  public static String get(String host, int port, String path) throws IOException {
    String request = "GET " + path + " HTTP/1.0\r\nHost: " + host + "\r\n\r\n";
    try (SocketChannel channel = SocketChannel.open(new InetSocketAddress(host, port))) {
      channel.write(ByteBuffer.wrap(request.getBytes(StandardCharsets.ISO_8859_1)));
      ByteBuffer answer = ByteBuffer.allocate(8192);
      while (answer.hasRemaining() && channel.read(answer) >= 0) {
        // The server closes after the answer.
      }
      String text = new String(answer.array(), 0, answer.position(), StandardCharsets.ISO_8859_1);
      if (!text.startsWith("HTTP/1.") || !text.startsWith(" 200", 8)) {
        throw new IOException("no HTTP answer of status 200: " + firstLine(text));
      }
      return text.substring(text.indexOf("\r\n\r\n") + 4);
    }
  }

  private static String firstLine(String text) {
    int end = text.indexOf('\r');
    return end < 0 ? text : text.substring(0, end);
  }
}
