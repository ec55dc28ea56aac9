package dev.drydock.internal.plan;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drydock.engine.EngineAddress;
import dev.drydock.engine.EngineInfo;
import dev.drydock.model.ContainerRef;
import dev.drydock.spec.ContainerSpec;
import dev.drydock.spec.NetworkMode;
import java.util.Set;
import org.junit.jupiter.api.Test;

class NetworkRulesTest {

  /** Another container. */
  static final ContainerRef OTHER =
      new ContainerRef() {
        @Override
        public String id() {
          return "abc";
        }

        @Override
        public String name() {
          return "other";
        }
      };

  private static final EngineInfo ENGINE =
      new EngineInfo(
          "docker",
          "Docker/28",
          "1.47",
          "linux",
          EngineAddress.parse("unix:///run/docker.sock"),
          Set.of());

  private static void check(ContainerSpec spec) {
    NetworkMode mode = NetworkMode.container(OTHER);
    NetworkRules.check(spec.withNetworkMode(mode), mode, ENGINE);
  }

  @Test
  void a_hostname_in_the_network_of_another_container_is_refused() {
    assertThatThrownBy(() -> check(ContainerSpec.of("shop:1").withHostname("ship")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "shop:1 asks for hostname ship, and has the network of another container, with what"
                + " that has; say withHostname in the other's description.");
  }

  @Test
  void hosts_of_its_own_in_the_network_of_another_container_are_refused() {
    assertThatThrownBy(
            () -> check(ContainerSpec.of("shop:1").withDns(d -> d.withHost("db", "192.0.2.5"))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "shop:1 asks for DNS servers or hosts of its own, and has the network of another"
                + " container, with what that has; say withDns in the other's description.");
  }
}
