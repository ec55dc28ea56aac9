package dev.drydock.redis;

import dev.drydock.model.ContainerPort;
import dev.drydock.ready.Readiness;
import dev.drydock.ready.TcpExchange;
import dev.drydock.ready.Verdict;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/**
 * One {@code PING} in Redis' own protocol. A server that asks for a password serves as well as one
 * that answers; one that still loads its data does not.
 */
record PingExchange() implements TcpExchange.Conversation {

  static final ContainerPort PORT = ContainerPort.tcp(6379);

  private static final int LONGEST_ANSWER = 1_024;
  private static final String PING = "*1\r\n$4\r\nPING\r\n";

  static Readiness asReadiness() {
    return Readiness.exchange("the server answers PING on port " + PORT, PORT, new PingExchange());
  }

  @Override
  public Verdict hold(TcpExchange server) throws IOException {
    return verdict(server.ask(PING.getBytes(StandardCharsets.US_ASCII), PingExchange::firstLine));
  }

  private static String firstLine(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    int each = in.read();
    while (each >= 0 && each != '\r' && line.length() < LONGEST_ANSWER) {
      line.append((char) each);
      each = in.read();
    }
    if (line.isEmpty()) {
      throw new EOFException();
    }
    return line.toString();
  }

  private static Verdict verdict(String answer) {
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
