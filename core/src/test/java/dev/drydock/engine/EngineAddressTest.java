package dev.drydock.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EngineAddressTest {

  @ParameterizedTest
  @CsvSource({
    "tcp://docker_dind:2375, docker_dind, 2375,",
    "docker_dind:2375, docker_dind, 2375,",
    "ssh://me@build_host, build_host, -1, me",
    "ssh://host:22/run/podman/podman.sock, host, 22,",
    "tcp://[::1]:2376, [::1], 2376,",
    "tcp://:2375, localhost, 2375,",
    ":2375, localhost, 2375,",
    "tcp://, localhost, -1,",
    "tcp://host:65535, host, 65535,",
    "tcp://engine:2375/, engine, 2375,",
    "ssh://me%40corp.com@host, host, -1, me@corp.com",
    "ssh://a+b@build_host, build_host, -1, a+b",
    "unix:///var/run/docker.sock, , -1,"
  })
  void host_port_and_user_are_read_as_the_docker_command_reads_them(
      String text, String host, int port, String user) {
    EngineAddress address = EngineAddress.parse(text);
    assertThat(address.host()).isEqualTo(host);
    assertThat(address.port()).isEqualTo(port);
    assertThat(address.user()).isEqualTo(user);
  }

  @Test
  void a_path_may_have_a_space() {
    assertThat(EngineAddress.parse("unix:///home/a user/docker.sock").uri().getPath())
        .isEqualTo("/home/a user/docker.sock");
  }

  @Test
  void a_path_behind_a_host_and_port_is_refused() {
    assertThatThrownBy(() -> EngineAddress.parse("tcp://proxy:2375/team-a"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "engine address tcp://proxy:2375/team-a has a path, and Drydock speaks only to an"
                + " engine that is at the root of its host and port: leave out /team-a, or name a"
                + " port at which that engine itself listens");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "unix://run/docker.sock",
        "http://host",
        "ssh://me:secret@host",
        "tcp://ho st",
        "tcp://host:port",
        "tcp://host:65536"
      })
  void what_is_no_address_is_refused(String text) {
    assertThatThrownBy(() -> EngineAddress.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "engine address must look like unix:///path/to/socket, tcp://host:port, ssh://user@host or"
                + " npipe:////./pipe/name, was "
                + text);
  }
}
