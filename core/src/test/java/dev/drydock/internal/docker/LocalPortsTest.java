package dev.drydock.internal.docker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drydock.model.ContainerPort;
import dev.drydock.model.Endpoint;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;

class LocalPortsTest {

  private static final ContainerPort WEB = ContainerPort.tcp(80);

  @Test
  void the_kernels_table_of_routes_is_read() {
    assertThat(LocalPorts.address("010011AC")).isEqualTo("172.17.0.1");
  }

  @Test
  void where_nothing_is_suspicious_it_is_the_local_host() {
    assertThat(new LocalPorts(false, null).endpoint(WEB, "0.0.0.0", 32768, 0))
        .isEqualTo(new Endpoint("localhost", 32768));
  }

  @Test
  void where_neither_answers_it_is_the_local_host() {
    assertThat(new LocalPorts(true, null).endpoint(WEB, "0.0.0.0", 1, 0))
        .isEqualTo(new Endpoint("localhost", 1));
  }

  @Test
  void a_port_bound_to_one_address_is_there() {
    assertThat(new LocalPorts(true, null).endpoint(WEB, "10.1.2.3", 32768, 0))
        .isEqualTo(new Endpoint("10.1.2.3", 32768));
  }

  @Test
  void where_it_is_shows_the_first_port_that_answers_at_the_gateway() throws IOException {
    LocalPorts ports = new LocalPorts(true, "127.0.0.2");
    int number;
    try (ServerSocket web = new ServerSocket()) {
      web.bind(new InetSocketAddress("127.0.0.2", 0));
      number = web.getLocalPort();
      web.close();
      assertThat(ports.endpoint(WEB, "", number, 0)).isEqualTo(new Endpoint("localhost", number));
      assertThat(ports.isDecided()).isFalse();
    }
    try (ServerSocket web = new ServerSocket()) {
      web.bind(new InetSocketAddress("127.0.0.2", number));
      assertThat(ports.endpoint(WEB, "", number, 0)).isEqualTo(new Endpoint("127.0.0.2", number));
    }
    assertThat(ports.isDecided()).isTrue();
    assertThat(ports.endpoint(WEB, "", 1, 0)).isEqualTo(new Endpoint("127.0.0.2", 1));
  }

  @Test
  void nothing_is_left_to_be_decided_outside_of_a_container() {
    assertThat(new LocalPorts(false, "127.0.0.2").isDecided()).isTrue();
    assertThat(new LocalPorts(true, null).isDecided()).isTrue();
  }
}
