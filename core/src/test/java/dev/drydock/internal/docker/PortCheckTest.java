package dev.drydock.internal.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.drydock.engine.ContainerFacts;
import dev.drydock.engine.Wire;
import dev.drydock.model.ContainerPort;
import dev.drydock.model.ContainerState;
import dev.drydock.model.Endpoint;
import dev.drydock.model.Health;
import dev.drydock.model.InterruptedWaitException;
import dev.drydock.ready.Verdict;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Both ways to see whether a port accepts, against sockets that behave as an engine's proxy does.
 */
@Timeout(20)
class PortCheckTest {

  private static final ContainerPort PORT = ContainerPort.tcp(80);
  private static final ContainerState RUNNING = new ContainerState.Running(Health.NONE);

  private static ContainerFacts container(
      ContainerState state, Map<ContainerPort, Endpoint> endpoints, Map<String, String> addresses) {
    return new ContainerFacts(
        "id", "name", false, state, Duration.ZERO, endpoints, List.of(), addresses, null, Map.of());
  }

  private static ContainerFacts published(int port) {
    return container(RUNNING, Map.of(PORT, new Endpoint("localhost", port)), Map.of());
  }

  /** A server that does this with each connection. */
  private interface Behaviour {
    void serve(Socket socket) throws Exception;
  }

  private static ServerSocket server(Behaviour behaviour) throws IOException {
    ServerSocket server =
        new ServerSocket(0, 10, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}));
    Thread thread =
        new Thread(
            () -> {
              try {
                while (true) {
                  behaviour.serve(server.accept());
                }
              } catch (Exception e) {
                // Closed.
              }
            });
    thread.setDaemon(true);
    thread.start();
    return server;
  }

  /** A port at which nobody has listened yet: one that is closed beside its accept lingers. */
  private static int closedPort() throws IOException {
    try (ServerSocket server = new ServerSocket(0)) {
      return server.getLocalPort();
    }
  }

  private static String why(Verdict verdict) {
    return verdict instanceof Verdict.NotYet notYet
        ? notYet.why()
        : verdict instanceof Verdict.Never never ? "never: " + never.why() : "ready";
  }

  private static String publishedVerdict(int port) {
    return why(new PortCheck(false, 50, new LocalPorts()).accepts(published(port), PORT));
  }

  @Test
  void a_proxy_that_accepts_and_hangs_up_means_not_yet() throws IOException {
    try (ServerSocket server = server(Socket::close)) {
      assertThat(publishedVerdict(server.getLocalPort())).isEqualTo("connection closed at once");
    }
  }

  @Test
  void a_proxy_that_accepts_and_resets_means_not_yet() throws IOException {
    try (ServerSocket server =
        server(
            socket -> {
              socket.setSoLinger(true, 0);
              socket.close();
            })) {
      assertThat(publishedVerdict(server.getLocalPort())).startsWith("connection ");
    }
  }

  @Test
  void a_connection_that_stays_open_means_ready() throws IOException {
    try (ServerSocket server = server(socket -> {})) {
      assertThat(publishedVerdict(server.getLocalPort())).isEqualTo("ready");
    }
  }

  @Test
  void a_server_that_speaks_first_means_ready_at_once() throws IOException {
    try (ServerSocket server =
        server(
            socket ->
                socket
                    .getOutputStream()
                    .write("220 hello\r\n".getBytes(StandardCharsets.US_ASCII)))) {
      long start = System.nanoTime();
      Verdict verdict =
          new PortCheck(false, 10_000, new LocalPorts())
              .accepts(published(server.getLocalPort()), PORT);
      assertThat(why(verdict)).isEqualTo("ready");
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
    }
  }

  /** Ports of which the ways are these, one after the other. */
  private static HostPorts onWays(int... ways) {
    Iterator<Integer> next = Arrays.stream(ways).iterator();
    return new HostPorts() {
      @Override
      public Endpoint endpoint(ContainerPort port, String bound, int four, int six) {
        throw new AssertionError("not asked for");
      }

      @Override
      public int way() {
        return next.next();
      }
    };
  }

  /** Of a port whose carrier hangs up after 300 ms, when 50 are thought to be enough. */
  private static Verdict lateVerdictOn(int way) throws IOException {
    try (ServerSocket server = new ServerSocket(0)) {
      Wire.daemon(
          () -> {
            try (Socket client = server.accept()) {
              client.setSoTimeout(300);
              int nothing = client.getInputStream().read();
              assertThat(nothing).isNegative();
            }
          });
      return new PortCheck(false, 50, onWays(way, way))
          .accepts(published(server.getLocalPort()), PORT);
    }
  }

  @Test
  void a_port_is_watched_for_longer_where_each_connection_is_a_login() throws IOException {
    assertThat(lateVerdictOn(HostPorts.EACH_BY_ITSELF))
        .isEqualTo(Verdict.notYet("connection closed at once"));
    assertThat(lateVerdictOn(HostPorts.DIRECT)).isEqualTo(Verdict.ready());
  }

  private static String silentVerdictOn(HostPorts ports) throws IOException {
    try (ServerSocket server = new ServerSocket(0)) {
      return why(new PortCheck(false, 50, ports).accepts(published(server.getLocalPort()), PORT));
    }
  }

  @Test
  void a_port_is_not_looked_at_while_what_carries_it_is_being_made() throws IOException {
    assertThat(silentVerdictOn(onWays(HostPorts.IN_THE_MAKING)))
        .isEqualTo("the connection to the engine's host is being made anew");
  }

  @Test
  void a_look_during_which_what_carries_the_port_was_lost_tells_nothing() throws IOException {
    assertThat(silentVerdictOn(onWays(1, 2)))
        .isEqualTo("the connection to the engine's host is being made anew");
    assertThat(silentVerdictOn(onWays(2, 2))).isEqualTo("ready");
  }

  @Test
  void a_refusal_means_not_yet() throws IOException {
    assertThat(publishedVerdict(closedPort())).isEqualTo("connection refused");
  }

  @Test
  void a_port_that_nobody_published_never_accepts_while_the_container_runs() {
    PortCheck check = new PortCheck(false, 50, new LocalPorts());
    assertThat(why(check.accepts(container(RUNNING, Map.of(), Map.of()), PORT)))
        .isEqualTo("never: port 80/tcp is not published");
    ContainerState created = new ContainerState.Created();
    assertThat(why(check.accepts(container(created, Map.of(), Map.of()), PORT)))
        .isEqualTo("the container is created, not started");
  }

  @Test
  void the_address_of_a_container_beats_the_published_port() throws IOException {
    try (ServerSocket proxy = server(Socket::close);
        ServerSocket process = server(socket -> {})) {
      ContainerPort port = ContainerPort.tcp(process.getLocalPort());
      ContainerFacts facts =
          container(
              RUNNING,
              Map.of(port, new Endpoint("localhost", proxy.getLocalPort())),
              Map.of("net", "127.0.0.1"));
      assertThat(why(new PortCheck(true, 50, new LocalPorts()).accepts(facts, port)))
          .isEqualTo("ready");
      assertThat(why(new PortCheck(false, 50, new LocalPorts()).accepts(facts, port)))
          .isEqualTo("connection closed at once");
    }
  }

  @Test
  void a_refusal_by_the_container_itself_counts() throws IOException {
    try (ServerSocket proxy = server(socket -> {})) {
      ContainerPort port = ContainerPort.tcp(closedPort());
      ContainerFacts facts =
          container(
              RUNNING,
              Map.of(port, new Endpoint("localhost", proxy.getLocalPort())),
              Map.of("net", "127.0.0.1"));
      assertThat(why(new PortCheck(true, 50, new LocalPorts()).accepts(facts, port)))
          .isEqualTo("connection refused");
    }
  }

  /** A port of this machine that answers nobody, for its queue is full. */
  private static final class Silence implements AutoCloseable {

    private final List<Socket> queue = new ArrayList<>();
    private final ServerSocket server;

    Silence() throws IOException {
      server = new ServerSocket(0, 1, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}));
      while (queue.size() < 100) {
        Socket guest = new Socket();
        queue.add(guest);
        try {
          guest.connect(server.getLocalSocketAddress(), 100);
        } catch (SocketTimeoutException e) {
          return;
        }
      }
      throw new IOException("a queue of one takes a hundred");
    }

    Verdict look(PortCheck check, String network, ServerSocket proxy) {
      ContainerPort port = ContainerPort.tcp(server.getLocalPort());
      return check.accepts(
          container(
              RUNNING,
              Map.of(port, new Endpoint("localhost", proxy.getLocalPort())),
              Map.of(network, "127.0.0.1")),
          port);
    }

    @Override
    public void close() throws IOException {
      server.close();
      for (Socket each : queue) {
        each.close();
      }
    }
  }

  @Test
  void an_address_that_is_silent_three_times_counts_as_out_of_reach() throws IOException {
    try (ServerSocket proxy = server(socket -> {});
        Silence silence = new Silence()) {
      PortCheck check = new PortCheck(true, 20, new LocalPorts());
      for (int i = 0; i < 3; i++) {
        // A proxy that is slow to hang up must not be taken for the process behind it.
        assertThat(why(silence.look(check, "net", proxy))).isEqualTo("no answer within 200 ms");
      }
      long start = System.nanoTime();
      assertThat(why(silence.look(check, "net", proxy))).isEqualTo("ready");
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofMillis(190));
    }
  }

  @Test
  void after_one_network_out_of_reach_the_next_is_given_up_at_once() throws IOException {
    try (ServerSocket proxy = server(socket -> {});
        Silence silence = new Silence()) {
      PortCheck check = new PortCheck(true, 20, new LocalPorts());
      for (int i = 0; i < 3; i++) {
        silence.look(check, "net", proxy);
      }
      assertThat(why(silence.look(check, "other", proxy))).isEqualTo("no answer within 200 ms");
      assertThat(why(silence.look(check, "other", proxy))).isEqualTo("ready");
    }
  }

  @Test
  void an_interrupted_look_keeps_the_flag() throws IOException {
    try (ServerSocket server = server(socket -> {})) {
      Thread.currentThread().interrupt();
      assertThatThrownBy(
              () ->
                  new PortCheck(false, 50, new LocalPorts())
                      .accepts(published(server.getLocalPort()), PORT))
          .isInstanceOf(InterruptedWaitException.class);
      assertThat(Thread.interrupted()).isTrue();
    }
  }

  @Test
  void looks_leave_no_sockets() throws IOException {
    try (ServerSocket server = server(Socket::close)) {
      await().until(() -> publishedVerdict(server.getLocalPort()).startsWith("connection"));
      Leaks leaks = Leaks.count();
      for (int i = 0; i < 20; i++) {
        publishedVerdict(server.getLocalPort());
      }
      leaks.assertNone();
    }
  }
}
