package dev.drydock.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drydock.model.Endpoint;
import dev.drydock.ready.TcpExchange;
import dev.drydock.ready.Verdict;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The look with a server that says what a test wants. */
@Timeout(20)
class PingExchangeTest {

  private static final String PING = "*1\r\n$4\r\nPING\r\n";

  private final PingExchange exchange = new PingExchange();
  private final Server server = new Server();

  @AfterEach
  void close() throws IOException {
    server.close();
  }

  private Verdict lookAtServerThatSays(String answer) throws Exception {
    server.answers.add(answer);
    return exchange.hold(server.exchange());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "+PONG\r\n",
        "-NOAUTH Authentication required.\r\n",
        "-NOPERM this user has no permissions to run the 'ping' command\r\n"
      })
  void a_server_that_answers_or_asks_who_is_there_serves(String answer) throws Exception {
    assertThat(lookAtServerThatSays(answer)).isEqualTo(Verdict.ready());
    assertThat(server.asked.take()).isEqualTo(PING);
  }

  @Test
  void a_server_that_loads_its_data_does_not_serve_yet() throws Exception {
    assertThat(lookAtServerThatSays("-LOADING Redis is loading the dataset in memory\r\n"))
        .isEqualTo(Verdict.notYet("LOADING Redis is loading the dataset in memory"));
  }

  @Test
  void a_server_in_protected_mode_will_never_answer() throws Exception {
    assertThat(lookAtServerThatSays("-DENIED Redis is running in protected mode because…\r\n"))
        .isEqualTo(
            Verdict.never(
                "the server is in protected mode, in which it answers nobody outside its"
                    + " container"));
  }

  @Test
  void an_answer_in_another_protocol_is_not_the_server() throws Exception {
    assertThat(lookAtServerThatSays("HTTP/1.1 400 Bad Request\r\n"))
        .isEqualTo(Verdict.notYet("the answer is not Redis'"));
  }

  /** Reads one PING of each connection, answers as it was told, and hangs up. */
  private static final class Server implements AutoCloseable {

    final BlockingQueue<String> answers = new LinkedBlockingQueue<>();
    final BlockingQueue<String> asked = new LinkedBlockingQueue<>();
    private final ServerSocket socket;

    Server() {
      try {
        socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
      } catch (IOException e) {
        throw new AssertionError(e);
      }
      Thread serving = new Thread(this::serve, "fake Redis");
      serving.setDaemon(true);
      serving.start();
    }

    private void serve() {
      while (!socket.isClosed()) {
        try (Socket client = socket.accept()) {
          byte[] ping = client.getInputStream().readNBytes(PING.length());
          asked.add(new String(ping, StandardCharsets.UTF_8));
          client.getOutputStream().write(answers.take().getBytes(StandardCharsets.UTF_8));
        } catch (IOException | InterruptedException e) {
          // The test has hung up, or is over.
        }
      }
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }

    TcpExchange exchange() {
      return TcpExchange.with(
          new Endpoint(socket.getInetAddress().getHostAddress(), socket.getLocalPort()));
    }
  }
}
