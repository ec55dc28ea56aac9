package dev.drydock.internal.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drydock.spec.ContainerSpec;
import dev.drydock.spec.PortBinding;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HostPortsTest {

  private static final ContainerSpec WEB = ContainerSpec.of("web:1").withPort(80);

  private static List<Integer> chosen(ChosenPorts ports, ContainerSpec spec) {
    return ports.named(spec).ports().stream().map(PortBinding::hostPort).toList();
  }

  @Test
  void each_open_port_gets_one_of_its_own_between_10000_and_29999() {
    ChosenPorts ports = new ChosenPorts();
    Set<Integer> seen = new HashSet<>();
    for (int i = 0; i < 20_000; i++) {
      int port = chosen(ports, WEB).get(0);
      assertThat(port).isBetween(10_000, 29_999);
      assertThat(seen.add(port)).isTrue();
    }
  }

  @Test
  void a_port_that_the_description_fixes_stays_and_is_not_given_to_another() {
    ChosenPorts ports = new ChosenPorts(0);
    ContainerSpec both = WEB.withFixedPort(10_000, 8080);
    assertThat(chosen(ports, both)).containsExactly(10_001, 10_000);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Bind for 0.0.0.0:10001 failed: port is already allocated",
        "listen tcp4 0.0.0.0:10001: bind: address already in use",
        "Ports are not available: listen tcp 0.0.0.0:10001: bind: An attempt was made to access a socket",
        "listen tcp 0.0.0.0:10001: bind: in a way forbidden by its access permissions"
      })
  void an_engine_says_in_several_ways_that_a_chosen_port_is_taken(String refusal) {
    assertThat(ChosenPorts.isTaken(WEB, refusal)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Bind for 0.0.0.0:8080 failed: port is already allocated",
        "Bind for 0.0.0.0:30000 failed: port is already allocated",
        "driver failed on 0.0.0.0:10001",
        "address already in use"
      })
  void other_refusals_are_no_reason_to_choose_anew(String refusal) {
    assertThat(ChosenPorts.isTaken(WEB, refusal)).isFalse();
  }

  @Test
  void a_port_that_the_description_fixes_is_not_one_that_was_chosen() {
    String refusal = "Bind for 0.0.0.0:12000 failed: port is already allocated";
    assertThat(ChosenPorts.isTaken(WEB.withFixedPort(12_000, 8080), refusal)).isFalse();
    assertThat(ChosenPorts.isTaken(WEB, refusal)).isTrue();
  }

  @Test
  void after_a_jump_the_next_port_is_seldom_the_neighbour() {
    ChosenPorts ports = new ChosenPorts(0);
    int neighbours = 0;
    int last = chosen(ports, WEB).get(0);
    for (int i = 0; i < 100; i++) {
      ports.jump();
      int port = chosen(ports, WEB).get(0);
      neighbours += Math.abs(port - last) < 10 ? 1 : 0;
      last = port;
    }
    assertThat(neighbours).isLessThan(20);
  }
}
