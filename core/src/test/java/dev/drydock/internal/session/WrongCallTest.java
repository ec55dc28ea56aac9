package dev.drydock.internal.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drydock.engine.Settings;
import dev.drydock.internal.plan.ImageNaming;
import dev.drydock.runtime.Container;
import dev.drydock.runtime.Network;
import dev.drydock.runtime.Session;
import dev.drydock.spec.ContainerSpec;
import dev.drydock.spec.NetworkAttachment;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a handle refuses before it asks the engine. */
@Timeout(60)
class WrongCallTest {

  private static final ContainerSpec SHOP = ContainerSpec.of("shop:1");

  private final FakeEngine engine = new FakeEngine();
  private final Hub hub = new Hub(engine, ImageNaming.none(), Settings.of(key -> Optional.empty()));
  private final Session session = hub.openSession();

  @AfterEach
  void close() {
    hub.close();
  }

  @Test
  void a_tail_has_no_fewer_lines_than_none() {
    Container container = session.start(SHOP);
    engine.calls.clear();
    assertThatThrownBy(() -> container.logs().tail(-1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("tail must be 0 lines or more, was -1");
    assertThat(engine.calls).isEmpty();
  }

  @Test
  void a_network_is_joined_by_an_attachment_to_it() {
    Network network = session.network();
    Network other = session.network();
    Container container = session.start(SHOP);
    NetworkAttachment attachment = NetworkAttachment.to(other);
    engine.calls.clear();
    assertThatThrownBy(() -> network.connect(container, attachment))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "attachment to network " + network.name() + " must be to it, was to " + other.name());
    assertThat(engine.calls).isEmpty();
  }
}
