package dev.drydock.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drydock.model.ContainerState;
import dev.drydock.model.Endpoint;
import dev.drydock.model.Health;
import dev.drydock.ready.Readiness;
import dev.drydock.runtime.Container;
import dev.drydock.runtime.Group;
import dev.drydock.runtime.GroupMember;
import dev.drydock.runtime.Network;
import dev.drydock.runtime.Session;
import dev.drydock.spec.ContainerSpec;
import dev.drydock.spec.NetworkMode;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

@Tag("engine")
@Timeout(60)
class NetworkModeTest {

  @RegisterExtension final Live live = new Live();

  private static String get(Endpoint endpoint) throws IOException {
    return new String(
        URI.create("http://" + endpoint + "/hi").toURL().openStream().readAllBytes(),
        StandardCharsets.UTF_8);
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  private static ContainerSpec web(int port) {
    return Live.shell("echo hi >/hi; exec httpd -f -p " + port + " -h /").withPort(port);
  }

  @Test
  void in_the_hosts_network_the_endpoint_is_the_hosts_port_itself() throws IOException {
    int port = freePort();
    Container web = live.session().start(web(port).withNetworkMode(NetworkMode.host()));
    assertThat(web.endpoint(port).port()).isEqualTo(port);
    assertThat(get(web.endpoint(port))).isEqualTo("hi\n");
    assertThat(web.addresses()).isEmpty();
    assertThatThrownBy(
            () ->
                live.session()
                    .start(
                        Live.sleeper().withFixedPort(8080, 80).withNetworkMode(NetworkMode.host())))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "drydock-test/busybox:1 asks for host port 8080 for its port 80/tcp, and nothing is"
                + " published in network mode host; say withPort(80).");
  }

  @Test
  void without_a_network_there_is_no_endpoint_and_the_error_says_so() {
    Container alone =
        live.session().start(Live.sleeper().withPort(80).withNetworkMode(NetworkMode.none()));
    assertThat(alone.exec("ls", "/sys/class/net").stdout()).isEqualTo("lo\n");
    assertThatThrownBy(() -> alone.endpoint(80))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "drydock-test/busybox:1 has no endpoint for port 80/tcp: it has no network, as"
                + " NetworkMode.none() says. Use exec to talk to it.");
    assertThatThrownBy(
            () ->
                live.session()
                    .start(
                        Live.sleeper()
                            .withPort(80)
                            .withReadiness(Readiness.port(80))
                            .withNetworkMode(NetworkMode.none())))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "readiness of drydock-test/busybox:1 looks at port 80/tcp, and the container has no"
                + " network. Use Readiness.command or a log line.");
  }

  @Test
  void in_another_containers_network_the_endpoint_is_the_others() throws IOException {
    Session session = live.session();
    // docs: container
    Container pod =
        session.start(
            ContainerSpec.of("busybox:1")
                .withCommand("sleep", "1000")
                .withPort(80)
                .withReadiness(Readiness.running()));
    Container web =
        session.start(
            ContainerSpec.of("busybox:1")
                .withCommand("sh", "-c", "echo hi >/hi; exec httpd -f -p 80 -h /")
                .withPort(80)
                .withNetworkMode(NetworkMode.container(pod)));
    assertThat(web.endpoint(80)).isEqualTo(pod.endpoint(80));
    // docs: end
    assertThat(get(web.endpoint(80))).isEqualTo("hi\n");
    assertThat(pod.exec("wget", "-q", "-O", "-", "http://localhost/hi").stdout()).isEqualTo("hi\n");
    Container other =
        live.session()
            .start(
                Live.sleeper()
                    .withPort(81)
                    .withReadiness(Readiness.running())
                    .withNetworkMode(NetworkMode.container(pod)));
    assertThatThrownBy(() -> other.endpoint(81))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "drydock-test/busybox:1 has the network of container "
                + pod.name()
                + ", which does not publish port 81/tcp; it publishes [80/tcp]. Add withPort to the"
                + " description of that one.");
  }

  @Test
  void a_container_outlives_the_one_whose_network_it_has_and_can_still_be_asked() {
    Container pod = live.session().start(Live.sleeper());
    Container web =
        live.session().start(Live.sleeper().withNetworkMode(NetworkMode.container(pod)));
    pod.close();
    assertThat(web.state()).isEqualTo(new ContainerState.Running(Health.NONE));
  }

  @Test
  void the_default_network_and_one_by_its_name_publish_ports() throws IOException {
    Container web = live.session().start(web(80).withNetworkMode(NetworkMode.bridge()));
    assertThat(get(web.endpoint(80))).isEqualTo("hi\n");
    Network network = live.session().network();
    Container named =
        live.session().start(web(80).withNetworkMode(NetworkMode.custom(network.name())));
    assertThat(get(named.endpoint(80))).isEqualTo("hi\n");
    assertThat(named.addresses()).containsOnlyKeys(network.name());
    assertThatThrownBy(() -> NetworkMode.custom("host"))
        .hasMessage("network mode must be a word that NetworkMode has no method for, was \"host\"");
  }

  @Test
  void a_member_of_a_group_that_has_a_mode_does_not_join_the_groups_network() {
    GroupMember<Container> web = GroupMember.of("web", web(80));
    GroupMember<Container> alone =
        GroupMember.of("alone", Live.sleeper().withNetworkMode(NetworkMode.none()));
    Group group = live.session().startAll(web, alone);
    assertThat(group.get(alone).addresses()).isEmpty();
    assertThat(group.get(web).addresses()).hasSize(1);
  }
}
