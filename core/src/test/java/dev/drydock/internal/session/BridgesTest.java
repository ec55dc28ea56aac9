package dev.drydock.internal.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BridgesTest {

  @ParameterizedTest
  @CsvSource({
    "172.17.0.1, 16, 172.17.9.9, true",
    "172.17.0.1, 16, 172.18.0.2, false",
    "172.17.0.1, 20, 172.17.15.255, true",
    "172.17.0.1, 20, 172.17.16.0, false",
    "fd00::1, 64, fd00::2, true",
    "fd00::1, 64, fd01::2, false",
    "172.17.0.1, 0, fd00::1, false"
  })
  void a_network_holds_the_addresses_with_its_prefix(
      String network, int prefix, String address, boolean contained) throws Exception {
    assertThat(
            Bridges.contains(
                InetAddress.getByName(network), prefix, InetAddress.getByName(address)))
        .isEqualTo(contained);
  }

  @Test
  @Tag("engine")
  void what_is_on_no_bridge_of_this_machine_is_a_stranger() throws Exception {
    assertThat(Bridges.reach(InetAddress.getByName("198.51.100.7"))).isFalse();
    assertThat(Bridges.reach(InetAddress.getByName("127.0.0.1"))).isFalse();
  }
}
