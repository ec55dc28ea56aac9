package dev.drydock.internal.docker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drydock.engine.NetworkPlan;
import dev.drydock.spec.NetworkSpec;
import dev.drydock.spec.Subnet;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

class NetworkBodyTest {

  private static String body(NetworkSpec spec) {
    return new String(
        new Json().write(Networks.body(new NetworkPlan("n", Map.of(), spec))),
        StandardCharsets.UTF_8);
  }

  @Test
  void a_bridge_says_no_more_than_it_must() {
    assertThat(body(NetworkSpec.of()))
        .isEqualTo("{\"Name\":\"n\",\"Driver\":\"bridge\",\"CheckDuplicate\":true,\"Labels\":{}}");
  }

  @Test
  void an_overlay_may_be_joined_by_single_containers() {
    assertThat(body(NetworkSpec.overlay()))
        .contains("\"Driver\":\"overlay\"", "\"Attachable\":true");
  }

  @Test
  void an_ipvlan_has_its_parent_and_mode() {
    assertThat(
            body(
                NetworkSpec.ipvlan()
                    .withDriverOption("parent", "eth0")
                    .withDriverOption("ipvlan_mode", "l3")))
        .contains("\"Driver\":\"ipvlan\"", "\"parent\":\"eth0\"", "\"ipvlan_mode\":\"l3\"");
  }

  @Test
  void addresses_are_said_in_the_engines_words() {
    assertThat(
            body(
                NetworkSpec.of()
                    .withInternal()
                    .withIpv6()
                    .withAddressDriver("default")
                    .withAddressOption("a", "b")
                    .withSubnet(
                        Subnet.of("10.9.0.0/24")
                            .withGateway("10.9.0.9")
                            .withRange("10.9.0.128/25")
                            .withReserved("tv", "10.9.0.7"))))
        .contains(
            "\"Internal\":true,\"EnableIPv6\":true",
            "\"IPAM\":{\"Driver\":\"default\",\"Options\":{\"a\":\"b\"},\"Config\":[{\"Subnet\":"
                + "\"10.9.0.0/24\",\"Gateway\":\"10.9.0.9\",\"IPRange\":\"10.9.0.128/25\","
                + "\"AuxiliaryAddresses\":{\"tv\":\"10.9.0.7\"}}]}");
  }
}
