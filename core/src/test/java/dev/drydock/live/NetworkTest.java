package dev.drydock.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.drydock.Drydock;
import dev.drydock.engine.Leftover;
import dev.drydock.model.ClosedException;
import dev.drydock.model.EngineException;
import dev.drydock.model.ExecResult;
import dev.drydock.runtime.Container;
import dev.drydock.runtime.Network;
import dev.drydock.runtime.Session;
import dev.drydock.spec.ContainerSpec;
import dev.drydock.spec.NetworkAttachment;
import dev.drydock.spec.NetworkMode;
import dev.drydock.spec.NetworkSpec;
import dev.drydock.spec.Subnet;
import java.time.Duration;
import java.util.Map;
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

    Session session = live.session();
    // docs: internal
    Network internal = session.network(NetworkSpec.of().withInternal());
    Container shut =
        session.start(
            ContainerSpec.of("busybox:1").withCommand("sleep", "1000").withNetwork(internal));
    // docs: end
    String near = server(internal).exec("hostname", "-i").stdout().strip();
    assertThat(knock(shut, near, 80).exitCode()).isZero();
    assertThat(knock(shut, host, port).exitCode()).isNotZero();
  }

  @Test
  void a_container_on_several_networks_has_an_address_in_each_and_is_moved_while_it_runs() {
    Session session = live.session();
    // docs: addresses
    Network front = session.network(NetworkSpec.of().withSubnet(Subnet.of("10.213.78.0/24")));
    Network back = session.network();
    Container db =
        session.start(
            ContainerSpec.of("busybox:1")
                .withCommand("httpd", "-f", "-p", "80", "-h", "/")
                .withPort(80)
                .withNetwork(
                    NetworkAttachment.to(front)
                        .withAlias("db")
                        .withAddress("10.213.78.20")
                        .withMac("02:42:0a:d5:4e:14"))
                .withNetwork(back, "db", "orders"));

    assertThat(db.address(front).ipv4()).isEqualTo("10.213.78.20");
    assertThat(db.addresses()).containsOnlyKeys(front.name(), back.name());
    // docs: end
    assertThat(db.address(front).mac()).isEqualTo("02:42:0a:d5:4e:14");
    Container client = live.session().start(Live.sleeper().withNetwork(back));
    assertThat(knock(client, "orders", 80).exitCode()).isZero();
    // docs: connect
    Network later = session.network();
    later.connect(client);
    later.connect(db, "late");
    assertThat(client.exec("wget", "-q", "-O", "-", "http://late/etc/passwd").succeeded()).isTrue();
    back.disconnect(db);
    // docs: end
    assertThat(knock(client, "orders", 80).exitCode()).isNotZero();
    assertThat(db.addresses()).containsOnlyKeys(front.name(), later.name());
    assertThatThrownBy(() -> db.address(back))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "busybox:1 is not on network "
                + back.name()
                + "; it is on "
                + db.addresses().keySet()
                + ".");
    db.restart(Duration.ZERO);
    assertThat(db.address(front).ipv4()).isEqualTo("10.213.78.20");
    assertThat(knock(client, "late", 80).exitCode()).isZero();
  }

  @Test
  void a_container_that_is_connected_later_has_the_address_that_was_named() {
    Network later =
        live.session().network(NetworkSpec.of().withSubnet(Subnet.of("10.213.79.0/24")));
    Container container = live.session().start(Live.sleeper());
    later.connect(
        container, NetworkAttachment.to(later).withAlias("late").withAddress("10.213.79.33"));
    assertThat(container.address(later).ipv4()).isEqualTo("10.213.79.33");
    Container client = live.session().start(Live.sleeper().withNetwork(later));
    ExecResult ping = client.exec("ping", "-c", "1", "-W", "2", "late");
    assertThat(ping.exitCode()).isZero();
    assertThat(ping.stdout()).contains("10.213.79.33");
  }

  @Test
  void an_option_reaches_the_driver() {
    Network network =
        live.session()
            .network(NetworkSpec.of().withDriverOption("com.docker.network.driver.mtu", "1400"));
    Container container = live.session().start(Live.sleeper().withNetwork(network));
    assertThat(container.exec("cat", "/sys/class/net/eth0/mtu").stdout()).isEqualTo("1400\n");
  }

  @Test
  void a_label_is_on_the_network() {
    String id = live.session().id();
    Network network = live.session().network(NetworkSpec.of().withLabel("of-test", id));
    assertThat(OnEngine.with(Map.of("of-test", id)))
        .extracting(Leftover::kind, Leftover::id)
        .containsExactly(tuple(Leftover.Kind.NETWORK, network.id()));
  }

  @Test
  @Tag("slow") // Docker looks for a plug-in of that name for 15 s.
  void a_driver_that_the_engine_does_not_have_is_named() {
    assertThatThrownBy(() -> live.session().network(NetworkSpec.of().withDriver("no-such-driver")))
        .isInstanceOf(EngineException.class)
        .hasMessageContaining("no-such-driver");
    assertThat(OnEngine.of(live.session())).isEmpty();
  }

  @Test
  void a_container_has_an_IPv6_address_that_was_named() {
    Network six =
        live.session()
            .network(NetworkSpec.of().withIpv6().withSubnet(Subnet.of("fd12:3456:789a::/64")));
    Container named =
        live.session()
            .start(
                Live.sleeper()
                    .withNetwork(NetworkAttachment.to(six).withAddress("fd12:3456:789a::77")));
    assertThat(named.address(six).ipv6()).isEqualTo("fd12:3456:789a::77");
    assertThat(named.exec("ip", "addr").stdout()).contains("fd12:3456:789a::77/64");
  }

  @Test
  void containers_reach_each_other_by_their_names_and_aliases_and_no_others_do() {
    Session session = live.session();
    // docs: names
    Network network = session.network();
    Container db =
        session.start(
            ContainerSpec.of("busybox:1")
                .withCommand("httpd", "-f", "-p", "80", "-h", "/")
                .withPort(80)
                .withNetwork(network, "db", "orders"));
    Container app =
        session.start(
            ContainerSpec.of("busybox:1").withCommand("sleep", "1000").withNetwork(network));

    assertThat(app.exec("wget", "-q", "-O", "-", "http://db/etc/passwd").stdout()).contains("root");
    // docs: end
    assertThat(knock(app, "orders", 80).exitCode()).isZero();
    assertThat(knock(app, db.name(), 80).exitCode()).isZero();
    assertThat(app.exec("ping", "-c", "1", "-W", "2", app.name()).exitCode()).isZero();
    assertThat(knock(app, "nobody", 80).stderr()).contains("bad address");
    Container elsewhere =
        live.session().start(Live.sleeper().withNetwork(live.session().network(), "elsewhere"));
    assertThat(knock(elsewhere, "db", 80).stderr()).contains("bad address");
  }

  @Test
  void an_adopted_network_is_used_and_not_removed() {
    Network others = live.session().network();
    Container server = server(others);
    try (Drydock drydock = Drydock.connect(Live.settings());
        Session session = drydock.openSession()) {
      String name = others.name();
      // docs: adopt
      Network net = session.adoptNetwork(name);
      Container client =
          session.start(
              ContainerSpec.of("busybox:1").withCommand("sleep", "1000").withNetwork(net));
      // docs: end
      assertThat(knock(client, "server", 80).exitCode()).isZero();
      net.close();
      assertThatThrownBy(() -> net.connect(client))
          .isInstanceOf(ClosedException.class)
          .hasMessage("Cannot connect to network " + others.name() + ": its handle is closed.");
    }
    assertThat(live.session().adoptNetwork(others.name()).id()).isEqualTo(others.id());
    // Which the engine takes for the network's name.
    String prefix = others.id().substring(0, 12);
    assertThatThrownBy(() -> live.session().adoptNetwork(prefix))
        .isInstanceOf(EngineException.class)
        .hasMessageStartingWith("The engine has no network " + prefix + " to adopt.");
    assertThat(server.addresses()).containsKey(others.name());
  }

  @Test
  void what_cannot_be_is_told() {
    Network network = live.session().network();
    Container container = live.session().start(Live.sleeper());
    assertThatThrownBy(() -> live.session().adoptNetwork("no-such-net"))
        .isInstanceOf(EngineException.class)
        .hasMessage(
            "The engine has no network no-such-net to adopt. Name one that `docker network ls`"
                + " lists, or make one with"
                + " session.network(NetworkSpec.of().withName(\"no-such-net\")).");
    assertThatThrownBy(() -> live.session().adoptNetwork("host"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "network to adopt must be one that several containers can be on, was host; say"
                + " withNetworkMode(NetworkMode.host())");
    NetworkAttachment fixed = NetworkAttachment.to(network).withMac("02:00:00:00:00:01");
    assertThatThrownBy(() -> network.connect(container, fixed))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "hardware address of a container that is connected later is the engine's choice, was"
                + " 02:00:00:00:00:01; name it in the container's description");
    assertThatThrownBy(
            () -> Live.sleeper().withNetwork(network).withNetworkMode(NetworkMode.host()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "a container has networks or a network mode, not both, was on network "
                + network.name()
                + " and in mode host");
    assertThatThrownBy(() -> NetworkAttachment.to(network).withAddress("10.1.2"))
        .hasMessage("IPv4 address must look like 10.1.2.3, was 10.1.2");
    assertThatThrownBy(() -> NetworkAttachment.to(network).withAddress("fd00:x"))
        .hasMessage("IPv6 address must look like fd00::3, was fd00:x");
    assertThatThrownBy(() -> NetworkAttachment.to(network).withMac("03:00:00:00:00:01"))
        .hasMessage(
            "hardware address must be that of one interface, so its first byte even, was"
                + " 03:00:00:00:00:01");
  }
}
