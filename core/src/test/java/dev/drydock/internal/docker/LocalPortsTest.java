package dev.drydock.internal.docker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drydock.model.ContainerPort;
import dev.drydock.model.Endpoint;
import org.junit.jupiter.api.Test;

class LocalPortsTest {

  private static final ContainerPort WEB = ContainerPort.tcp(80);

  @Test
  void the_kernels_table_of_routes_is_read() {
    assertThat(LocalPorts.address("010011AC")).isEqualTo("172.17.0.1");
  }

  @Test
  void where_nothing_is_suspicious_it_is_the_local_host() {
    assertThat(new LocalPorts(false).endpoint(WEB, "0.0.0.0", 32768, 0))
        .isEqualTo(new Endpoint("localhost", 32768));
  }

  @Test
  void where_neither_answers_it_is_the_local_host() {
    assertThat(new LocalPorts(true).endpoint(WEB, "0.0.0.0", 1, 0))
        .isEqualTo(new Endpoint("localhost", 1));
  }

  @Test
  void a_port_bound_to_one_address_is_there() {
    assertThat(new LocalPorts(true).endpoint(WEB, "10.1.2.3", 32768, 0))
        .isEqualTo(new Endpoint("10.1.2.3", 32768));
  }
}
