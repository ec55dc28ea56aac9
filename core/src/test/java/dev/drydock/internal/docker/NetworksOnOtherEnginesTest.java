package dev.drydock.internal.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.drydock.Drydock;
import dev.drydock.model.EngineException;
import dev.drydock.runtime.Container;
import dev.drydock.runtime.Network;
import dev.drydock.runtime.Session;
import dev.drydock.spec.ContainerSpec;
import dev.drydock.spec.NetworkMode;
import dev.drydock.spec.NetworkSpec;
import dev.drydock.spec.Subnet;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Networks that would change this machine's engine, or need several engines. */
@Tag("engines")
@Timeout(180)
class NetworksOnOtherEnginesTest {

  private static final ContainerSpec SLEEPER =
      ContainerSpec.of("drydock-test/busybox:1").withCommand("sleep", "1000");
  private static final ContainerSpec WEB =
      ContainerSpec.of("drydock-test/busybox:1")
          .withCommand("sh", "-c", "echo hello >/hi; exec httpd -f -p 80 -h /");

  private static String ask(Container from, String host) {
    return from.exec(
            "sh",
            "-c",
            "for i in 1 2 3 4 5 6 7 8 9 10; do wget -q -O - http://"
                + host
                + "/hi && exit; sleep 0.3; done")
        .stdout();
  }

  @Nested
  class Docker26Tcp {
    @Test
    void a_container_reaches_one_of_another_engine_by_name_over_their_Swarm() throws Exception {
      Path shared = Files.createTempDirectory("drydock-swarm");
      try (EngineUnderTest one = EngineUnderTest.docker("26", "tcp");
          EngineUnderTest two = EngineUnderTest.docker("26", "tcp");
          Drydock here = Drydock.connect(one.address());
          Session session = here.openSession();
          Drydock there = Drydock.connect(two.address());
          Session other = there.openSession()) {
        one.beside("docker swarm init --advertise-addr eth0");
        one.beside(
            "docker swarm join-token -q worker >"
                + shared
                + "/token; hostname -i >"
                + shared
                + "/address");
        two.beside(
            "docker swarm join --token $(cat "
                + shared
                + "/token) $(cat "
                + shared
                + "/address):2377");

        Network network = session.network(NetworkSpec.overlay());
        Container db = session.start(WEB.withNetwork(network, "db"));
        // A worker knows the network by its name, once a container asks for it.
        Container far =
            other.start(
                WEB.withName("far-web").withNetworkMode(NetworkMode.custom(network.name())));

        assertThat(ask(db, "far-web")).isEqualTo("hello\n");
        assertThat(ask(far, "db")).isEqualTo("hello\n");
        assertThat(far.addresses().get(network.name()).ipv4())
            .isNotEmpty()
            .isNotEqualTo(db.address(network).ipv4());
      } finally {
        Files.deleteIfExists(shared.resolve("token"));
        Files.deleteIfExists(shared.resolve("address"));
        Files.deleteIfExists(shared);
      }
    }

    @Test
    void containers_of_a_macvlan_have_addresses_on_the_link_of_their_engine() throws Exception {
      try (EngineUnderTest engine = EngineUnderTest.docker("26", "tcp");
          Drydock drydock = Drydock.connect(engine.address());
          Session session = drydock.openSession()) {
        engine.beside(
            "ip link add wire type veth peer name far && ip link set wire up && ip link set far up"
                + " && ip addr add 10.215.1.250/24 dev far");
        Network network =
            session.network(
                NetworkSpec.macvlan()
                    .withDriverOption("parent", "wire")
                    .withSubnet(Subnet.of("10.215.1.0/24")));
        Container web = session.start(WEB.withNetwork(network, "web"));
        Container client = session.start(SLEEPER.withNetwork(network));
        assertThat(ask(client, "web")).isEqualTo("hello\n");
        // From the other end of the wire, as from a machine beside the engine.
        engine.beside(
            "perl -MIO::Socket::INET -e 'IO::Socket::INET->new(\"%s:80\") or die $!'"
                .formatted(web.address(network).ipv4()));
      }
    }

    @Test
    void when_the_engine_has_no_addresses_left_it_is_counted_who_has_them() throws Exception {
      try (EngineUnderTest engine = EngineUnderTest.docker("26", "tcp");
          Drydock drydock = Drydock.connect(engine.address());
          Session session = drydock.openSession();
          Session second = drydock.openSession()) {
        for (int i = 0; i < 5; i++) {
          session.network();
        }
        EngineException failure = null;
        for (int i = 0; failure == null && i < 60; i++) {
          failure = catchThrowableOfType(EngineException.class, second::network);
        }
        assertThat(failure).isNotNull();
        assertThat(
                failure
                    .getMessage()
                    .replaceAll("drydock-net-[0-9a-f]{8}-\\d+", "drydock-net-<n>")
                    .replaceAll("\\b\\d\\d\\b", "<nn>"))
            .isEqualTo(
                """
              No network could be made: the engine has no addresses left for one.
                Engine:     The engine refused to create network "drydock-net-<n>": could not find an \
              available, non-overlapping IPv4 address pool among the defaults to assign to the network
                Networks:   <nn>, of them <nn> Drydock's, of them <nn> this session's
                Hint:       close sessions and networks that are done with, run fewer test classes \
              side by side,
                            remove others' with `docker network prune`, name a block with \
              withSubnet, or give the
                            engine more of them: "default-address-pools" in its daemon.json""");
        // Those of a session that is on its way out are waited for.
        session.closeInBackground();
        assertThat(second.network().name()).startsWith("drydock-net-");
      }
    }
  }
}
