package dev.drydock.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drydock.model.ExecResult;
import dev.drydock.runtime.Container;
import dev.drydock.runtime.Network;
import dev.drydock.spec.NetworkSpec;
import dev.drydock.spec.Subnet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

@Tag("engine")
@Timeout(60)
class NetworkTest {

  @RegisterExtension final Live live = new Live();

  private static ExecResult knock(Container from, String host, int port) {
    return from.exec("sh", "-c", "nc -w 2 " + host + " " + port + " </dev/null");
  }

  private Container server(Network network) {
    return live.session()
        .start(
            Live.shell("echo hi > /hi; exec httpd -f -p 80 -h /")
                .withPort(80)
                .withNetwork(network, "server"));
  }

  private static String gateway(Container container) {
    return container
        .exec("sh", "-c", "ip route | sed -n 's/default via \\([^ ]*\\).*/\\1/p'")
        .stdout()
        .strip();
  }

  @Test
  void a_container_gets_its_address_from_the_range_and_the_gateway_that_was_named() {
    Network network =
        live.session()
            .network(
                NetworkSpec.of()
                    .withSubnet(
                        Subnet.of("10.213.77.0/24")
                            .withGateway("10.213.77.9")
                            .withRange("10.213.77.128/25")));
    Container container = live.session().start(Live.sleeper().withNetwork(network));
    assertThat(gateway(container)).isEqualTo("10.213.77.9");
    String address = container.exec("hostname", "-i").stdout().strip();
    assertThat(address).startsWith("10.213.77.");
    assertThat(Integer.parseInt(address.substring("10.213.77.".length()))).isGreaterThan(127);
  }

  @Test
  void a_container_of_an_internal_network_reaches_its_own_and_cannot_get_out() {
    Network outside = live.session().network();
    Container far = server(outside);
    int port = far.endpoint(80).port();
    Container free = live.session().start(Live.sleeper().withNetwork(live.session().network()));
    // A port published on the host, asked for at the host's address on another network.
    String host = gateway(far);
    assertThat(knock(free, host, port).exitCode()).isZero();

    Network internal = live.session().network(NetworkSpec.of().withInternal());
    Container shut = live.session().start(Live.sleeper().withNetwork(internal));
    String near = server(internal).exec("hostname", "-i").stdout().strip();
    assertThat(knock(shut, near, 80).exitCode()).isZero();
    assertThat(knock(shut, host, port).exitCode()).isNotZero();
  }
}
