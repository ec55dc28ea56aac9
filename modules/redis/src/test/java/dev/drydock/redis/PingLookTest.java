package dev.drydock.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drydock.model.ContainerPort;
import dev.drydock.model.ContainerState;
import dev.drydock.model.Endpoint;
import dev.drydock.model.ExecResult;
import dev.drydock.model.Health;
import dev.drydock.model.LogLine;
import dev.drydock.ready.Target;
import dev.drydock.ready.Verdict;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The look with a server that says what a test wants. */
@Timeout(20)
class PingLookTest {

  private static final String PING = "*1\r\n$4\r\nPING\r\n";

  private final PingLook look = new PingLook();
  private final Server server = new Server();

  @AfterEach
  void close() throws IOException {
    server.close();
  }

  private Verdict lookAtServerThatSays(String answer) throws Exception {
    server.answers.add(answer);
    return look.look(server);
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
  void a_proxy_that_accepts_and_hangs_up_is_not_the_server() throws Exception {
    assertThat(lookAtServerThatSays(""))
        .isEqualTo(Verdict.notYet("connection closed without an answer"));
  }

  @Test
  void an_answer_in_another_protocol_is_not_the_server() throws Exception {
    assertThat(lookAtServerThatSays("HTTP/1.1 400 Bad Request\r\n"))
        .isEqualTo(Verdict.notYet("the answer is not Redis'"));
  }

  @Test
  void a_port_where_nobody_listens_is_not_ready() throws Exception {
    server.close();
    assertThat(look.look(server)).isEqualTo(Verdict.notYet("connection refused"));
  }

  @Test
  void a_server_that_is_silent_ends_the_look_within_a_second() throws Exception {
    long start = System.nanoTime();
    assertThat(look.look(server)).isEqualTo(Verdict.notYet("no answer within 600 ms"));
    assertThat(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start)).isLessThan(1_000);
  }

  @Test
  void a_look_that_is_interrupted_ends_at_once() throws Exception {
    CompletableFuture<Throwable> ended = new CompletableFuture<>();
    Thread looking =
        new Thread(
            () -> {
              try {
                ended.completeExceptionally(new AssertionError(look.look(server).toString()));
              } catch (InterruptedException e) {
                ended.complete(Thread.currentThread().isInterrupted() ? null : e);
              } catch (IOException e) {
                ended.completeExceptionally(e);
              }
            });
    looking.start();
    assertThat(server.asked.poll(5, TimeUnit.SECONDS)).isNotNull();
    long interrupted = System.nanoTime();
    looking.interrupt();
    assertThat(ended.get(5, TimeUnit.SECONDS)).isInstanceOf(InterruptedException.class);
    assertThat(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - interrupted)).isLessThan(300);
  }

  @Test
  void a_thread_that_is_interrupted_already_does_not_look() {
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> look.look(server)).isInstanceOf(InterruptedException.class);
    assertThat(Thread.interrupted()).isFalse();
  }

  /** Reads one PING of each connection, answers as it was told, and hangs up. */
  private static final class Server implements Target, AutoCloseable {

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

    @Override
    public Endpoint endpoint(ContainerPort port) {
      assertThat(port).isEqualTo(ContainerPort.tcp(6379));
      return new Endpoint(socket.getInetAddress().getHostAddress(), socket.getLocalPort());
    }

    @Override
    public String name() {
      return "fake";
    }

    @Override
    public Verdict accepts(ContainerPort port) {
      return Verdict.ready();
    }

    @Override
    public ExecResult exec(String... command) {
      throw new AssertionError(List.of(command));
    }

    @Override
    public Verdict healthcheck() {
      throw new AssertionError();
    }

    @Override
    public ContainerState state() {
      return new ContainerState.Running(Health.NONE);
    }

    @Override
    public void onLogLine(Consumer<LogLine> listener) {
      throw new AssertionError();
    }
  }
}
