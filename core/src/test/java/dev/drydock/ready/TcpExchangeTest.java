package dev.drydock.ready;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drydock.model.ContainerPort;
import dev.drydock.model.Endpoint;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** One conversation with a server of this machine, which answers as a test wants. */
@Timeout(20)
class TcpExchangeTest {

  private static final ContainerPort PORT = ContainerPort.tcp(7);

  private final FakeTarget target = new FakeTarget();
  private ServerSocket server;
  private final CountDownLatch asked = new CountDownLatch(1);

  @BeforeEach
  void open() throws IOException {
    server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    target.endpoint = new Endpoint(server.getInetAddress().getHostAddress(), server.getLocalPort());
  }

  @AfterEach
  void close() throws IOException {
    server.close();
  }

  private interface Behaviour {
    void serve(Socket client) throws Exception;
  }

  /** Serves one client in the background. */
  private void serving(Behaviour behaviour) {
    Thread serving =
        new Thread(
            () -> {
              try (Socket client = server.accept()) {
                assertThat(client.getInputStream().readNBytes(4)).asString().isEqualTo("ask\n");
                asked.countDown();
                behaviour.serve(client);
              } catch (Exception e) {
                // The test is over.
              }
            },
            "server");
    serving.setDaemon(true);
    serving.start();
  }

  private Verdict look() throws Exception {
    Readiness readiness =
        Readiness.exchange(
            "the server answers",
            PORT,
            exchange ->
                exchange.ask(
                    "ask\n".getBytes(StandardCharsets.US_ASCII),
                    in -> in.readUnsignedByte() == '+' ? Verdict.ready() : Verdict.never("no")));
    assertThat(readiness.describe()).isEqualTo("the server answers");
    assertThat(readiness.ports()).containsExactly(PORT);
    return readiness.begin(target).look(target);
  }

  private static void beSilent(Socket client) throws InterruptedException {
    new CountDownLatch(1).await();
  }

  @Test
  void the_conversation_judges_the_answer() throws Exception {
    serving(client -> client.getOutputStream().write('+'));
    assertThat(look()).isEqualTo(Verdict.ready());
  }

  @Test
  void an_answer_that_is_a_no_is_the_conversations_to_judge_too() throws Exception {
    serving(client -> client.getOutputStream().write('-'));
    assertThat(look()).isEqualTo(Verdict.never("no"));
  }

  @Test
  void a_proxy_that_accepts_and_hangs_up_is_not_the_server() throws Exception {
    serving(client -> {});
    assertThat(look()).isEqualTo(Verdict.notYet("connection closed without an answer"));
  }

  @Test
  void a_proxy_that_resets_the_connection_is_not_the_server() throws Exception {
    serving(client -> client.setSoLinger(true, 0));
    assertThat(look()).isEqualTo(Verdict.notYet("connection closed without an answer"));
  }

  @Test
  void a_port_where_nobody_listens_is_not_ready() throws Exception {
    server.close();
    assertThat(look()).isEqualTo(Verdict.notYet("connection refused"));
  }

  @Test
  void a_server_that_is_silent_ends_the_look_within_a_second() throws Exception {
    serving(TcpExchangeTest::beSilent);
    long start = System.nanoTime();
    assertThat(look()).isEqualTo(Verdict.notYet("no answer within 600 ms"));
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));
  }

  @Test
  void a_look_that_is_interrupted_ends_at_once() throws Exception {
    serving(TcpExchangeTest::beSilent);
    CompletableFuture<Throwable> ended = new CompletableFuture<>();
    Thread looking =
        new Thread(
            () -> {
              try {
                ended.completeExceptionally(new AssertionError(look().toString()));
              } catch (InterruptedException e) {
                ended.complete(Thread.currentThread().isInterrupted() ? null : e);
              } catch (Exception e) {
                ended.completeExceptionally(e);
              }
            });
    looking.start();
    assertThat(asked.await(5, TimeUnit.SECONDS)).isTrue();
    looking.interrupt();
    assertThat(ended.get(5, TimeUnit.SECONDS))
        .isInstanceOf(InterruptedException.class)
        .hasMessage("interrupted while fake was asked");
  }

  @Test
  void a_thread_that_is_interrupted_already_does_not_look() {
    Thread.currentThread().interrupt();
    assertThatThrownBy(this::look).isInstanceOf(InterruptedException.class);
    assertThat(Thread.interrupted()).isFalse();
  }
}
