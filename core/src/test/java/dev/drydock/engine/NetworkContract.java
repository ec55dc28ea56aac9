package dev.drydock.engine;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.drydock.Drydock;
import dev.drydock.model.ContainerAddress;
import dev.drydock.model.ContainerPort;
import dev.drydock.model.ContainerRef;
import dev.drydock.model.Endpoint;
import dev.drydock.ready.Verdict;
import dev.drydock.runtime.HostPort;
import dev.drydock.runtime.Session;
import dev.drydock.spec.ContainerSpec;
import dev.drydock.spec.NetworkAttachment;
import dev.drydock.spec.NetworkMode;
import dev.drydock.spec.NetworkSpec;
import dev.drydock.spec.Subnet;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What every engine must do with networks while containers are on them. */
public abstract class NetworkContract extends StorageContract {

  private record Other(String id, String name) implements ContainerRef {}

  /** A network of a block of addresses that no other test has. */
  private Net network(String block) {
    String name = freshName();
    NetworkSpec spec = NetworkSpec.of().withSubnet(Subnet.of(block));
    return new Net(engine.networks().create(new NetworkPlan(name, labels, spec)), name);
  }

  private static boolean reaches(Verdict verdict) {
    return verdict instanceof Verdict.Ready;
  }

  @Test
  void a_container_is_connected_and_disconnected_while_it_runs() {
    Net first = network();
    Net second = network();
    String server =
        start(
            ContainerSpec.of(IMAGE)
                .withCommand("httpd", "-f", "-p", "80", "-h", "/etc")
                .withNetwork(first));
    sh(server, "until wget -q -O - http://localhost/passwd; do sleep 0.02; done");
    String client = start(sleeper().withNetwork(second));
    String ask = "wget -q -O - http://late/passwd 2>/dev/null || echo no";
    assertThat(sh(client, ask)).isEqualTo("no");
    engine.networks().connect(server, NetworkAttachment.to(second).withAlias("late"));
    assertThat(sh(client, ask)).contains("root");
    assertThat(engine.networks().addresses(server))
        .extracting(ContainerAddress::network)
        .containsExactlyInAnyOrder(first.name(), second.name());
    assertThat(refusal(() -> engine.networks().connect(server, NetworkAttachment.to(second))))
        .isNotNull();
    engine.networks().disconnect(server, second.id());
    assertThat(sh(client, ask)).isEqualTo("no");
    assertThat(engine.networks().addresses(server))
        .extracting(ContainerAddress::network)
        .containsExactly(first.name());
  }

  @Test
  void a_container_has_the_addresses_that_were_named() {
    Net one = network("10.214.61.0/24");
    Net two = network("10.214.62.0/24");
    String id =
        start(
            sleeper()
                .withNetwork(
                    NetworkAttachment.to(one)
                        .withAddress("10.214.61.77")
                        .withMac("02:42:0a:d6:3d:4d"))
                .withNetwork(NetworkAttachment.to(two).withAddress("10.214.62.88")));
    List<ContainerAddress> addresses = engine.networks().addresses(id);
    assertThat(addresses)
        .filteredOn(each -> each.network().equals(one.name()))
        .allMatch(
            each -> each.ipv4().equals("10.214.61.77") && each.mac().equals("02:42:0a:d6:3d:4d"))
        .hasSize(1);
    assertThat(addresses).extracting(ContainerAddress::ipv4).contains("10.214.62.88");
    assertThat(sh(id, "ip addr")).contains("10.214.61.77", "10.214.62.88", "02:42:0a:d6:3d:4d");
  }

  @Test
  void without_a_network_there_is_a_loopback_interface_alone() {
    String id = start(sleeper().withNetworkMode(NetworkMode.none()));
    assertThat(sh(id, "ls /sys/class/net")).isEqualTo("lo");
    assertThat(engine.containers().inspect(id).endpoints()).isEmpty();
    assertThat(engine.networks().addresses(id)).isEmpty();
  }

  @Test
  void in_another_containers_network_both_are_at_localhost_and_its_endpoints_are_theirs() {
    String name = freshName();
    String first = engine.containers().create(plan(name, sleeper().withPort(80))).id();
    engine.containers().start(first);
    String second =
        start(
            ContainerSpec.of(IMAGE)
                .withCommand("httpd", "-f", "-p", "80", "-h", "/etc")
                .withPort(80)
                .withNetworkMode(NetworkMode.container(new Other(first, name))));
    assertThat(sh(first, "until wget -q -O - http://localhost/passwd; do sleep 0.02; done"))
        .contains("root");
    ContainerFacts facts = engine.containers().inspect(second);
    assertThat(facts.endpoints()).isEqualTo(engine.containers().inspect(first).endpoints());
    assertThat(facts.endpoints()).containsOnlyKeys(ContainerPort.tcp(80));
    assertThat(reaches(engine.containers().accepts(facts, ContainerPort.tcp(80)))).isTrue();
    // Podman does not remove a container whose network another one has.
    engine.containers().remove(second);
  }

  @Test
  void in_the_hosts_network_a_port_is_the_hosts() {
    String id = start(sleeper().withNetworkMode(NetworkMode.host()).withPort(47_611));
    ContainerFacts facts = engine.containers().inspect(id);
    assertThat(facts.endpoints()).containsOnlyKeys(ContainerPort.tcp(47_611));
    Endpoint endpoint = facts.endpoints().get(ContainerPort.tcp(47_611));
    assertThat(endpoint.port() == 47_611 || engine.info().address().toString().startsWith("ssh"))
        .isTrue();
    assertThat(engine.networks().addresses(id)).isEmpty();
  }

  @Test
  void a_network_tells_its_driver() {
    Net network = network();
    assertThat(engine.networks().inspect(network.name()))
        .isEqualTo(new NetworkFacts(network.id(), network.name(), "bridge"));
    assertThat(refusal(() -> engine.networks().inspect("none-such")).status()).isEqualTo(404);
  }

  @Test
  void a_service_of_this_machine_is_reached_from_a_container() throws IOException {
    HttpServer service =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    service.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(200, 5);
          exchange.getResponseBody().write("hello".getBytes(US_ASCII));
          exchange.close();
        });
    service.start();
    try (Drydock drydock = Drydock.connect(engine.info().address());
        Session session = drydock.openSession()) {
      HostPort host = session.hostPort(service.getAddress().getPort());
      ContainerSpec spec = sleeper().withDns(dns -> dns.withHost(host));
      // Podman has no bridge on a network that no container is on, so the session's own comes
      // first.
      for (ContainerSpec each : List.of(spec.withNetwork(session.network()), spec)) {
        assertThat(sh(session.start(each).id(), "timeout 9 wget -qO- http://" + host))
            .isEqualTo("hello");
      }
    } finally {
      service.stop(0);
    }
  }
}
