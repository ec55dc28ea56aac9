package dev.drydock.internal.session;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.drydock.engine.HostRoute;
import dev.drydock.model.UnsupportedWishException;
import dev.drydock.runtime.HostPort;
import java.io.IOException;
import java.net.ConnectException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class HostListenersTest {

  private final FakeEngine engine = new FakeEngine();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final HostListeners listeners = new HostListeners(engine, threads);
  private ServerSocket service;
  private InetAddress own;

  @BeforeEach
  void serve() throws IOException {
    service = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
    own = null;
    for (InetAddress each :
        NetworkInterface.networkInterfaces().flatMap(NetworkInterface::inetAddresses).toList()) {
      if (each instanceof Inet4Address && !each.isLoopbackAddress() && !Bridges.reach(each)) {
        own = each;
      }
    }
    assumeTrue(own != null, "this machine has no address but the loopback's and its bridges'");
    threads.execute(this::greetAll);
  }

  private void greetAll() {
    try {
      while (true) {
        try (Socket guest = service.accept()) {
          guest.getOutputStream().write("hello".getBytes(US_ASCII));
        }
      }
    } catch (IOException e) {
      // The test is over.
    }
  }

  @AfterEach
  void end() throws IOException {
    threads.shutdownNow();
    service.close();
  }

  private HostPort open(InetAddress... guests) {
    engine.hostRoute = new HostRoute(own.getHostAddress(), own, List.of(guests));
    return listeners.open(service.getLocalPort());
  }

  private static String heardAt(InetAddress address, int port) throws IOException {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(address, port), 5_000);
      return new String(socket.getInputStream().readAllBytes(), US_ASCII);
    }
  }

  @Test
  void who_comes_from_the_engine_is_led_to_the_loopback() throws IOException {
    HostPort port = open(own);
    assertThat(port.address()).isEqualTo(own.getHostAddress());
    assertThat(heardAt(own, port.port())).isEqualTo("hello");
    port.close();
    assertThatThrownBy(() -> heardAt(own, port.port())).isInstanceOf(ConnectException.class);
  }

  @Test
  void two_sessions_share_a_port_until_the_last_has_closed_it() throws IOException {
    HostPort first = open(own);
    HostPort second = open(own);
    first.close();
    first.close();
    assertThat(heardAt(own, second.port())).isEqualTo("hello");
    second.close();
    assertThatThrownBy(() -> heardAt(own, second.port())).isInstanceOf(ConnectException.class);
  }

  @Test
  void who_comes_from_elsewhere_is_not_let_in() throws IOException {
    try (HostPort port = open(InetAddress.getByName("192.0.2.77"))) {
      assertThat(heardAt(own, port.port())).isEmpty();
    }
  }

  @Test
  void who_is_on_no_bridge_is_not_let_in_where_containers_are() throws IOException {
    try (HostPort port = open()) {
      assertThat(heardAt(own, port.port())).isEmpty();
    }
  }

  @Test
  void a_port_that_is_taken_there_is_refused_by_name() throws IOException {
    // Bound, and nobody accepts: the service at the loopback is another one.
    try (Socket holder = new Socket()) {
      holder.bind(new InetSocketAddress(own, service.getLocalPort()));
      assertThatThrownBy(() -> open(own))
          .isInstanceOf(UnsupportedWishException.class)
          .hasMessage(
              "Port "
                  + service.getLocalPort()
                  + " of this machine cannot be given to containers of Fake/1 at "
                  + engine.info().address()
                  + ": this process cannot listen at "
                  + own.getHostAddress()
                  + ": Address already in use. Use another port.");
    }
  }

  @Test
  void an_engine_in_a_virtual_machine_has_its_own_way_here() {
    engine.hostRoute = new HostRoute("host-gateway", null, List.of());
    try (HostPort port = listeners.open(8080)) {
      assertThat(port.address()).isEqualTo("host-gateway");
      assertThat(port.authority()).isEqualTo("host.drydock.internal:8080");
    }
  }
}
