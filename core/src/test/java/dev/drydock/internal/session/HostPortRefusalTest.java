package dev.drydock.internal.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drydock.engine.Capability;
import dev.drydock.model.UnsupportedWishException;
import dev.drydock.runtime.HostPort;
import java.util.Set;
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

  @Test
  void a_rootless_engine_is_refused_by_name() {
    FakeEngine engine = new FakeEngine();
    engine.capabilities = Set.of(Capability.LOCAL_FILES);
    engine.rootless = true;
    assertThatThrownBy(() -> LiveHostPort.open(engine, Runnable::run, 8080))
        .isInstanceOf(UnsupportedWishException.class)
        .hasMessageMatching(
            "Port 8080 of this machine cannot be given to containers of Fake/1 at \\S+: a rootless"
                + " engine keeps its containers from this machine's loopback\\. Run the service in"
                + " a container of the test's network, or use an engine of root\\.");
  }

  @Test
  void an_engine_in_a_virtual_machine_has_its_own_way_here() {
    FakeEngine engine = new FakeEngine();
    engine.capabilities = Set.of(Capability.LOCAL_FILES);
    HostPort port = LiveHostPort.open(engine, Runnable::run, 8080);
    assertThat(port.address()).isEqualTo("host-gateway");
    assertThat(port.authority()).isEqualTo("host.drydock.internal:8080");
    port.close();
  }
}
