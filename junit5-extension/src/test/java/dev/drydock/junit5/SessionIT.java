package dev.drydock.junit5;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drydock.model.ExecResult;
import dev.drydock.runtime.Container;
import dev.drydock.runtime.Network;
import dev.drydock.runtime.Session;
import dev.drydock.spec.ContainerSpec;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

// docs: session
@WithContainers
class SessionIT {

  static Network network;

  @BeforeAll
  static void start(Session session) {
    network = session.network();
    Container unused =
        session.start(ContainerSpec.of("nginx:1.27").withNetwork(network, "pages").withPort(80));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/index.html"})
  void serves(String path, Session session) {
    Container browser =
        session.start(
            ContainerSpec.of("busybox:1").withNetwork(network).withCommand("sleep", "1000"));

    ExecResult answer = browser.exec("wget", "-O", "-", "http://pages" + path);

    assertThat(answer.exitCode()).isZero();
  }
}
// docs: end
