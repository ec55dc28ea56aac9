package dev.drydock.live;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.drydock.model.ExecResult;
import dev.drydock.runtime.Container;
import dev.drydock.runtime.HostPort;
import dev.drydock.runtime.Network;
import dev.drydock.runtime.Session;
import dev.drydock.spec.ContainerSpec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A service of this machine, used by containers. */
@Tag("engine")
@Timeout(60)
class HostPortTest {

  private static final int MUCH = 3_000_000;

  @RegisterExtension private final Live live = new Live();
  private HttpServer service;

  private static HttpServer serveAt(InetSocketAddress address) throws IOException {
    HttpServer server = HttpServer.create(address, 0);
    server.createContext(
        "/",
        exchange -> {
          byte[] got = exchange.getRequestBody().readAllBytes();
          byte[] said =
              exchange.getRequestURI().getPath().equals("/much")
                  ? new byte[MUCH]
                  : ("hello " + got.length).getBytes(US_ASCII);
          exchange.sendResponseHeaders(200, said.length);
          exchange.getResponseBody().write(said);
          exchange.close();
        });
    server.start();
    return server;
  }

  @BeforeEach
  void serve() throws IOException {
    service = serveAt(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
  }

  @AfterEach
  void end() {
    service.stop(0);
  }

  @Test
  void a_service_on_the_loopback_is_reached_by_name() {
    int port = service.getAddress().getPort();
    Session session = live.session();
    // docs: host
    HostPort host = session.hostPort(port);
    Container container =
        session.start(
            ContainerSpec.of("busybox:1")
                .withCommand("sleep", "1000")
                .withDns(d -> d.withHost(host)));
    assertThat(container.exec("wget", "-qO-", "http://" + host.authority() + "/").stdout())
        .isEqualTo("hello 0");
    // docs: end
    assertThat(host.authority()).isEqualTo("host.drydock.internal:" + port);
  }

  @Test
  void it_is_reached_from_networks_of_the_session_and_carries_much_both_ways() {
    HostPort host = live.session().hostPort(service.getAddress().getPort());
    Network network = live.session().network();
    Container container =
        live.session().start(Live.sleeper().withNetwork(network).withDns(d -> d.withHost(host)));
    String url = "http://" + host.authority();
    assertThat(
            container
                .exec(
                    "sh",
                    "-c",
                    "head -c 2000000 /dev/zero | tr '\\0' x >/tmp/f; wget -qO- --post-file=/tmp/f "
                        + url
                        + "/; echo; wget -qO- "
                        + url
                        + "/much | wc -c")
                .stdout())
        .isEqualTo("hello 2000000\n" + MUCH + "\n");
  }

  @Test
  void a_service_at_every_address_is_reached_too() throws IOException {
    HttpServer everywhere = serveAt(new InetSocketAddress(0));
    try {
      HostPort host = live.session().hostPort(everywhere.getAddress().getPort());
      Container container = live.session().start(Live.sleeper().withDns(d -> d.withHost(host)));
      assertThat(container.exec("wget", "-qO-", "http://" + host.authority() + "/").stdout())
          .isEqualTo("hello 0");
    } finally {
      everywhere.stop(0);
    }
  }

  @Test
  void nothing_listens_any_more_when_the_session_has_closed() throws IOException {
    int port = service.getAddress().getPort();
    HostPort host;
    try (Session session = live.drydock().openSession()) {
      host = session.hostPort(port);
      new Socket(host.address(), port).close();
    }
    assertThatThrownBy(() -> new Socket(host.address(), port)).isInstanceOf(ConnectException.class);
  }

  @Test
  void the_end_of_what_a_container_sends_arrives_and_the_answer_still_comes() throws Exception {
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      HostPort host = live.session().hostPort(server.getLocalPort());
      Container container = live.session().start(Live.sleeper().withDns(d -> d.withHost(host)));
      CompletableFuture<Void> answer =
          CompletableFuture.runAsync(
              () -> {
                try (Socket guest = server.accept()) {
                  int count = guest.getInputStream().readAllBytes().length;
                  guest.getOutputStream().write(("got " + count).getBytes(US_ASCII));
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              });
      assertThat(ask(container, host, "echo hello").stdout()).isEqualTo("got 6");
      answer.get();
    }
  }

  /** Sends what a command prints, and its end. */
  private static ExecResult ask(Container container, HostPort host, String command) {
    String line = command + " | timeout 20 nc host.drydock.internal " + host.port();
    return container.exec("sh", "-c", line);
  }

  @Test
  void a_port_where_nobody_listens_ends_the_connection() throws IOException {
    int free;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      free = socket.getLocalPort();
    }
    HostPort host = live.session().hostPort(free);
    Container container = live.session().start(Live.sleeper().withDns(d -> d.withHost(host)));
    ExecResult asked = ask(container, host, "true");
    assertThat(asked.exitCode()).as(asked.stderr()).isZero();
  }

  @Test
  void a_wrong_port_is_refused() {
    assertThatThrownBy(() -> live.session().hostPort(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("host port must be 1 to 65535, was 0");
  }
}
