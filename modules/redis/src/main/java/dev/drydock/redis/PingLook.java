package dev.drydock.redis;

import dev.drydock.model.ContainerPort;
import dev.drydock.model.Endpoint;
import dev.drydock.ready.Look;
import dev.drydock.ready.Readiness;
import dev.drydock.ready.Target;
import dev.drydock.ready.Verdict;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;

/**
 * One {@code PING} in Redis' own protocol. A server that asks for a password serves as well as one
 * that answers; one that still loads its data does not.
 */
record PingLook() implements Look {

  static final ContainerPort PORT = ContainerPort.tcp(6379);

  private static final int CONNECT_MILLIS = 300;
  private static final int ANSWER_MILLIS = 600;
  private static final int LONGEST_ANSWER = 1_024;
  private static final String PING = "*1\r\n$4\r\nPING\r\n";

  static Readiness asReadiness() {
    return Readiness.custom("the server answers PING on port " + PORT, PORT, new PingLook());
  }

  @Override
  public Verdict look(Target target) throws IOException, InterruptedException {
    try {
      return verdict(ping(target.endpoint(PORT)));
    } catch (ClosedByInterruptException e) {
      // The channel sets the interrupt flag as well; the exception takes its place.
      Thread.interrupted();
      throw new InterruptedException("interrupted while Redis was asked");
    } catch (ConnectException e) {
      return Verdict.notYet("connection refused");
    } catch (SocketTimeoutException e) {
      return Verdict.notYet("no answer within " + ANSWER_MILLIS + " ms");
    }
  }

  private static String ping(Endpoint endpoint) throws IOException {
    // Unlike a plain socket, a channel's is closed when the thread is interrupted.
    try (SocketChannel channel = SocketChannel.open()) {
      Socket socket = channel.socket();
      socket.connect(new InetSocketAddress(endpoint.host(), endpoint.port()), CONNECT_MILLIS);
      socket.setSoTimeout(ANSWER_MILLIS);
      try {
        socket.getOutputStream().write(PING.getBytes(StandardCharsets.US_ASCII));
        return firstLine(socket.getInputStream());
      } catch (SocketException e) {
        return ""; // A reset or a broken pipe: it hung up.
      }
    }
  }

  private static String firstLine(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    int each = in.read();
    while (each >= 0 && each != '\r' && line.length() < LONGEST_ANSWER) {
      line.append((char) each);
      each = in.read();
    }
    return line.toString();
  }

  private static Verdict verdict(String answer) {
    if (answer.isEmpty()) {
      // The engine's proxy accepts before there is a server behind it, and then hangs up.
      return Verdict.notYet("connection closed without an answer");
    }
    return switch (answer.split(" ", 2)[0]) {
      case "+PONG", "-NOAUTH", "-NOPERM" -> Verdict.ready();
      case "-DENIED" ->
          Verdict.never(
              "the server is in protected mode, in which it answers nobody outside its container");
      default ->
          answer.startsWith("-")
              ? Verdict.notYet(answer.substring(1))
              : Verdict.notYet("the answer is not Redis'");
    };
  }
}
