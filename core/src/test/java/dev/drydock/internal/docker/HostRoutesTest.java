package dev.drydock.internal.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drydock.engine.Capability;
import dev.drydock.engine.EngineAddress;
import dev.drydock.engine.EngineInfo;
import dev.drydock.engine.HostRoute;
import dev.drydock.model.EngineException;
import dev.drydock.model.UnsupportedWishException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(20)
class HostRoutesTest {

  private static final String ROOTLESS = "{\"SecurityOptions\":[\"name=rootless\"]}";
  private static final EngineAddress REMOTE = EngineAddress.parse("tcp://engine:2375");
  private static final EngineAddress SOCKET = EngineAddress.parse("unix:///run/some.sock");

  /** A way to an engine of which the ends alone are known. */
  private record Way(Ends known) implements Dialer {
    @Override
    public Ends ends() throws IOException {
      return known == null ? Dialer.super.ends() : known;
    }

    @Override
    public Socket socket() {
      throw new AssertionError("the ends are known");
    }

    @Override
    public void connect(Socket socket) {
      throw new AssertionError("the ends are known");
    }

    @Override
    public String hostHeader() {
      return "engine";
    }

    @Override
    public HostPorts hostPorts() {
      throw new AssertionError("nothing is published");
    }
  }

  private static HostRoute find(
      String product,
      EngineAddress address,
      Dialer.Ends ends,
      String info,
      String network,
      Capability... capabilities)
      throws IOException {
    try (StubEngine stub =
            new StubEngine(
                talk -> {
                  for (String line = talk.request(); line != null; line = talk.request()) {
                    String path = line.split(" ", -1)[1];
                    talk.answer(
                        200,
                        path.contains("/networks")
                            ? network
                            : path.endsWith("/info") ? info : "{\"Version\":\"5.4.2\"}");
                  }
                });
        ConnectionPool pool =
            new ConnectionPool(
                new ChannelDialer(stub.address()), Duration.ofSeconds(5), ConnectionPool.IDLE)) {
      Api api = new Api(stub.address(), pool, new Json(), new ApiVersion(1, 41));
      EngineInfo engine =
          new EngineInfo("docker", product, "1.41", "linux", address, Set.of(capabilities));
      return new HostRoutes(api, new Way(ends), engine).find();
    }
  }

  private static Dialer.Ends ends(String here, String there) throws IOException {
    return new Dialer.Ends(InetAddress.getByName(here), List.of(InetAddress.getByName(there)));
  }

  private static String gateway(String address) {
    return "{\"IPAM\":{\"Config\":[{\"Gateway\":\"" + address + "\"}]}}";
  }

  /** An address of this machine that is as good as a bridge's. */
  private static InetAddress own() throws IOException {
    return NetworkInterface.networkInterfaces()
        .flatMap(NetworkInterface::inetAddresses)
        .filter(each -> each.getAddress().length == 4)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void to_an_engine_of_this_machine_it_is_the_bridge() throws IOException {
    String address = own().getHostAddress();
    HostRoute route =
        find("Docker/26", SOCKET, null, "", gateway(address), Capability.CONTAINER_ADDRESSES);
    assertThat(route).isEqualTo(new HostRoute(address, own(), List.of()));
  }

  @Test
  void to_podman_whose_bridges_come_and_go_it_is_this_machines_own_address() throws IOException {
    HostRoute route = find("Libpod/4.3.1", SOCKET, null, "", "", Capability.CONTAINER_ADDRESSES);
    assertThat(NetworkInterface.getByInetAddress(route.arrival())).isNotNull();
    assertThat(route.arrival().isLoopbackAddress()).isFalse();
    assertThat(route)
        .isEqualTo(new HostRoute(route.arrival().getHostAddress(), route.arrival(), List.of()));
  }

  @Test
  void dockers_bridge_that_is_not_here_is_told() {
    assertThatThrownBy(
            () ->
                find(
                    "Docker/26",
                    SOCKET,
                    null,
                    "",
                    gateway("203.0.113.9"),
                    Capability.CONTAINER_ADDRESSES))
        .isInstanceOf(UnsupportedWishException.class)
        .hasMessage(
            "Containers of Docker/26 at unix:///run/some.sock cannot come to this machine: its"
                + " bridge's address 203.0.113.9 is not here: this process is in a container itself, or"
                + " the engine in another network. Run the service in a container of the test's network.");
  }

  @Test
  void a_virtual_machine_has_a_way_of_its_own() throws IOException {
    assertThat(find("Docker/26", SOCKET, null, "{}", ""))
        .isEqualTo(new HostRoute("host-gateway", null, List.of()));
  }

  @ParameterizedTest
  @CsvSource({"Docker/26, false", "Libpod/5.4.2, true"})
  void a_plain_users_engine_sends_as_this_machine_does(String product, boolean gateway)
      throws IOException {
    HostRoute route = find(product, SOCKET, null, ROOTLESS, "");
    assertThat(NetworkInterface.getByInetAddress(route.arrival())).isNotNull();
    assertThat(route.arrival().isLoopbackAddress()).isFalse();
    assertThat(route.name()).isEqualTo(gateway ? "host-gateway" : route.arrival().getHostAddress());
    assertThat(route.guests()).contains(route.arrival(), InetAddress.getByName("127.0.0.1"));
  }

  /** An address that is this machine's for others too. */
  private static InetAddress outer() throws IOException {
    return NetworkInterface.networkInterfaces()
        .flatMap(NetworkInterface::inetAddresses)
        .filter(each -> each.getAddress().length == 4 && !each.isLoopbackAddress())
        .findFirst()
        .orElseThrow();
  }

  @Test
  void from_elsewhere_they_come_to_where_the_engines_host_sees_this_machine() throws IOException {
    List<InetAddress> there = List.of(InetAddress.getByName("198.51.100.7"));
    String other = network("198.18.0.0/15");
    assertThat(find("Docker/26", REMOTE, new Dialer.Ends(outer(), there), "", other))
        .isEqualTo(new HostRoute(outer().getHostAddress(), outer(), there));
  }

  private static String network(String block) {
    return "[{\"IPAM\":{\"Config\":[{\"Subnet\":\"" + block + "\"}]}}]";
  }

  @Test
  void an_address_that_its_containers_look_for_in_a_network_of_the_engine_is_told()
      throws IOException {
    List<InetAddress> there = List.of(InetAddress.getByName("198.51.100.7"));
    Dialer.Ends ends = new Dialer.Ends(outer(), there);
    assertThatThrownBy(() -> find("Docker/26", REMOTE, ends, "", network("0.0.0.0/0")))
        .isInstanceOf(UnsupportedWishException.class)
        .hasMessageMatching(
            "Containers of Docker/26 at tcp://engine:2375 cannot come to this machine: a network of"
                + " that engine has the addresses in which this machine's is, [0-9.]+\\. Run the"
                + " service in a container of the test's network\\.");
  }

  @Test
  void from_elsewhere_by_ipv6_is_told() {
    assertThatThrownBy(() -> find("Docker/26", REMOTE, ends("2001:db8::1", "2001:db8::2"), "", ""))
        .isInstanceOf(UnsupportedWishException.class)
        .hasMessage(
            "Containers of Docker/26 at tcp://engine:2375 cannot come to this machine: its host is"
                + " reached by IPv6, which containers commonly lack; name its IPv4 address. Run the"
                + " service in a container of the test's network.");
  }

  @Test
  void an_address_that_a_router_has_put_in_place_of_this_machines_is_told() {
    assertThatThrownBy(() -> find("Docker/26", REMOTE, ends("203.0.113.9", "198.51.100.7"), "", ""))
        .isInstanceOf(UnsupportedWishException.class)
        .hasMessage(
            "Containers of Docker/26 at tcp://engine:2375 cannot come to this machine: its host"
                + " sees this machine as 203.0.113.9, which is not an address of this machine, so"
                + " that nothing can arrive there. Run the service in a container of the test's"
                + " network.");
  }

  private static String host(String name, String kernel, String more) {
    return "{\"Name\":\"" + name + "\",\"KernelVersion\":\"" + kernel + "\"" + more + "}";
  }

  private static String thisHost(String more) throws IOException {
    return host(
        Files.readString(Path.of("/proc/sys/kernel/hostname")).strip(),
        System.getProperty("os.version"),
        more);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void a_tunnel_to_another_machine_is_told(boolean sameKernel) throws IOException {
    String info = sameKernel ? host("far", System.getProperty("os.version"), "") : host("", "", "");
    String name = sameKernel ? "far" : "";
    assertThatThrownBy(() -> find("Docker/26", REMOTE, ends("127.0.0.1", "127.0.0.1"), info, ""))
        .isInstanceOf(UnsupportedWishException.class)
        .hasMessage(
            "Containers of Docker/26 at tcp://engine:2375 cannot come to this machine: it is"
                + " reached by an address of this machine that leads to another one, \""
                + name
                + "\", and no way back is known. Run the service in a container of the test's"
                + " network.");
  }

  @Test
  void an_address_of_this_very_machine_leads_to_the_bridge() throws IOException {
    String address = own().getHostAddress();
    for (InetAddress each : List.of(InetAddress.getLoopbackAddress(), outer())) {
      assertThat(
              find(
                  "Docker/26",
                  REMOTE,
                  new Dialer.Ends(each, List.of(each)),
                  thisHost(""),
                  gateway(address)))
          .isEqualTo(new HostRoute(address, own(), List.of()));
    }
  }

  @Test
  void a_plain_users_engine_is_known_by_tcp_too() throws IOException {
    HostRoute route =
        find(
            "Docker/26",
            REMOTE,
            ends("127.0.0.1", "127.0.0.1"),
            thisHost(",\"SecurityOptions\":[\"name=rootless\"]"),
            "");
    assertThat(route.guests()).contains(route.arrival());
  }

  @Test
  void a_way_without_a_network_is_told() {
    assertThatThrownBy(() -> find("Docker/26", REMOTE, null, "", ""))
        .isInstanceOf(EngineException.class)
        .hasMessageContaining("tell how its containers come to this machine")
        .hasMessageContaining("no network leads to it");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "192.0.2.1 50000 198.51.100.7 22",
        "Welcome to this host of ours\n192.0.2.1 50000 198.51.100.7 22\n"
      })
  void what_ssh_says_of_its_connection_is_read(String said) throws IOException {
    assertThat(SshEnds.read(said, "")).isEqualTo(ends("192.0.2.1", "198.51.100.7"));
  }

  @Test
  void what_ssh_says_of_a_connection_by_ipv6_is_read() throws IOException {
    assertThat(SshEnds.read("2001:db8::1 50000 fd00::2 22", ""))
        .isEqualTo(ends("2001:db8::1", "fd00::2"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "192.0.2.1 22", "a greeting of words", "UNKNOWN 65535 UNKNOWN 65535"})
  void what_is_no_connection_is_told(String said) {
    assertThatThrownBy(() -> SshEnds.read(said, "printenv: not found"))
        .isInstanceOf(IOException.class)
        .hasMessage("its ssh does not tell from where it is reached: printenv: not found");
  }
}
