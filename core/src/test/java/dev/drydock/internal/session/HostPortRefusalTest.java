package dev.drydock.internal.session;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drydock.model.UnsupportedWishException;
import org.junit.jupiter.api.Test;

class HostPortRefusalTest {

  @Test
  void an_engine_elsewhere_is_refused_by_name() {
    assertThatThrownBy(() -> LiveHostPort.open(new FakeEngine(), Runnable::run, 8080))
        .isInstanceOf(UnsupportedWishException.class)
        .hasMessageMatching(
            "Port 8080 of this machine cannot be given to containers of Fake/1 at \\S+: that engine"
                + " is elsewhere, and its containers cannot reach this machine\\. Run the service"
                + " in a container of the test's network\\.");
  }
}
