package dev.drydock.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drydock.model.Endpoint;
import dev.drydock.ready.TcpExchange;
import dev.drydock.ready.Verdict;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The first exchange of the protocol, with a server that says what a test wants. */
@Timeout(20)
class StartupExchangeTest {

  private static final byte[] SASL = message('R', bytes(0, 0, 0, 10), "SCRAM-SHA-256\0\0");
  private static final byte[] LET_IN = message('R', bytes(0, 0, 0, 0), "");

  private final StartupExchange exchange = new StartupExchange("öffner", "läden");
  private final Server server = new Server();

  @AfterEach
  void close() throws IOException {
    server.close();
  }

  private Verdict lookAtServerThatSays(byte[]... answers) throws Exception {
    for (byte[] each : answers) {
      server.answers.add(each);
    }
    return exchange.hold(server.exchange());
  }

  @Test
  void the_message_names_user_and_database_in_utf_8() throws Exception {
    assertThat(lookAtServerThatSays(SASL)).isEqualTo(Verdict.ready());
    byte[] asked = server.asked.take();
    assertThat(ByteBuffer.wrap(asked).getInt()).isEqualTo(3 << 16);
    assertThat(new String(asked, Integer.BYTES, asked.length - 4, StandardCharsets.UTF_8))
        .isEqualTo("user\0öffner\0database\0läden\0application_name\0drydock\0\0");
  }

  @Test
  void a_server_that_asks_for_a_password_serves() throws Exception {
    assertThat(lookAtServerThatSays(SASL)).isEqualTo(Verdict.ready());
  }

  @Test
  void a_server_that_lets_everybody_in_serves_once_it_is_ready_for_a_query() throws Exception {
    byte[] tells = message('S', bytes(), "TimeZone\0UTC\0");
    byte[] ready = message('Z', bytes('I'), "");
    assertThat(lookAtServerThatSays(joined(LET_IN, tells, ready))).isEqualTo(Verdict.ready());
  }

  @Test
  void a_server_that_is_starting_up_does_not_serve_yet() throws Exception {
    assertThat(lookAtServerThatSays(error("57P03", "the database system is starting up")))
        .isEqualTo(Verdict.notYet("the database system is starting up"));
  }

  @Test
  void a_server_with_no_room_for_a_client_does_not_serve_yet() throws Exception {
    assertThat(lookAtServerThatSays(error("53300", "sorry, too many clients already")))
        .isEqualTo(Verdict.notYet("sorry, too many clients already"));
  }

  @Test
  void a_database_that_is_missing_will_never_be_made() throws Exception {
    assertThat(
            lookAtServerThatSays(
                joined(LET_IN, error("3D000", "database \"läden\" does not exist"))))
        .isEqualTo(
            Verdict.never(
                "database \"läden\" does not exist: the data directory is not new, and no database"
                    + " was made in it"));
  }

  @Test
  void a_server_that_refuses_the_user_without_tls_and_has_none_will_never_let_it_in()
      throws Exception {
    assertThat(
            lookAtServerThatSays(
                error("28000", "no pg_hba.conf entry for host \"10.0.0.1\""), bytes('N')))
        .isEqualTo(
            Verdict.never(
                "the server refuses user \"öffner\": no pg_hba.conf entry for host"
                    + " \"10.0.0.1\""));
  }

  @Test
  void a_server_that_refuses_the_user_without_tls_and_has_it_serves() throws Exception {
    assertThat(
            lookAtServerThatSays(
                error("28000", "no pg_hba.conf entry for host, no encryption"), bytes('S')))
        .isEqualTo(Verdict.ready());
  }

  @Test
  void an_answer_in_another_protocol_is_not_the_server() throws Exception {
    assertThat(
            lookAtServerThatSays("HTTP/1.1 400 Bad Request\r\n".getBytes(StandardCharsets.UTF_8)))
        .isEqualTo(Verdict.notYet("the answer is not PostgreSQL's"));
  }

  private static byte[] bytes(int... values) {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      bytes[i] = (byte) values[i];
    }
    return bytes;
  }

  private static byte[] message(char type, byte[] head, String rest) {
    byte[] tail = rest.getBytes(StandardCharsets.UTF_8);
    int length = Integer.BYTES + head.length + tail.length;
    return ByteBuffer.allocate(1 + length)
        .put((byte) type)
        .putInt(length)
        .put(head)
        .put(tail)
        .array();
  }

  private static byte[] error(String code, String text) {
    return message('E', bytes(), "SFATAL\0VFATAL\0C" + code + "\0M" + text + "\0Fx.c\0\0");
  }

  private static byte[] joined(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] each : parts) {
      all.writeBytes(each);
    }
    return all.toByteArray();
  }

  /** Reads one message of each connection, answers as it was told, and hangs up. */
  private static final class Server implements AutoCloseable {

    final BlockingQueue<byte[]> answers = new LinkedBlockingQueue<>();
    final BlockingQueue<byte[]> asked = new LinkedBlockingQueue<>();
    private final ServerSocket socket;

    Server() {
      try {
        socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
      } catch (IOException e) {
        throw new AssertionError(e);
      }
      Thread serving = new Thread(this::serve, "fake PostgreSQL");
      serving.setDaemon(true);
      serving.start();
    }

    private void serve() {
      while (!socket.isClosed()) {
        try (Socket client = socket.accept()) {
          DataInputStream in = new DataInputStream(client.getInputStream());
          byte[] message = new byte[in.readInt() - Integer.BYTES];
          in.readFully(message);
          asked.add(message);
          new DataOutputStream(client.getOutputStream()).write(answers.take());
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
