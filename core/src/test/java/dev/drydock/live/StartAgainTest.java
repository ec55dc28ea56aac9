package dev.drydock.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drydock.model.ContainerStartException;
import dev.drydock.runtime.Container;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

@Tag("engine")
@Timeout(60)
class StartAgainTest {

  @RegisterExtension private final Live live = new Live();

  @Test
  void a_host_port_that_something_has_taken_meanwhile_is_told_and_the_container_stays()
      throws IOException {
    Container web =
        live.session()
            .start(
                Live.sleeper().withCommand("httpd", "-f", "-p", "80", "-h", "/etc").withPort(80));
    int port = web.endpoint(80).port();
    web.stop(Duration.ofSeconds(5));
    try (ServerSocket taker = new ServerSocket(port, 1, InetAddress.getByName("0.0.0.0"))) {
      assertThat(taker.isBound()).isTrue();
      assertThatThrownBy(web::start)
          .isInstanceOf(ContainerStartException.class)
          .hasMessageStartingWith(web + " could not be started.\n  Engine:     ")
          .hasMessageContaining(Integer.toString(port))
          .hasMessageEndingWith(
              "\n  Hint:       something else uses the host port; withPort takes a free one instead"
                  + " of a fixed one");
    }
    web.start();
    assertThat(web.endpoint(80).port()).isEqualTo(port);
  }
}
