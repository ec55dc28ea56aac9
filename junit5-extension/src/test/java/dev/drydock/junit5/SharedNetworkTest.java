package dev.drydock.junit5;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drydock.model.ContainerRef;
import dev.drydock.runtime.Container;
import dev.drydock.runtime.Network;
import dev.drydock.spec.ContainerSpec;
import dev.drydock.spec.NetworkAttachment;
import java.util.List;
import org.junit.jupiter.api.Test;

class SharedNetworkTest {

  /** A network of which nothing is asked. */
  private record Unused(String id, String name) implements Network {
    @Override
    public void connect(ContainerRef container, String... aliases) {}

    @Override
    public void connect(ContainerRef container, NetworkAttachment attachment) {}

    @Override
    public void disconnect(ContainerRef container) {}

    @Override
    public void close() {}
  }

  static final ContainerSpec ORDER_DB = ContainerSpec.of("postgres:17");

  private final SharedNetwork network = new SharedNetwork(new Unused("id", "net"));

  @Test
  void containers_of_one_name_with_company_are_not_on_it_at_the_same_time()
      throws NoSuchFieldException {
    network.admit("a test of OrderTest", fields(), true);
    assertThatThrownBy(() -> network.admit("another test of OrderTest", fields(), true))
        .isInstanceOf(Refusal.class)
        .hasMessage(
            """
            SharedNetworkTest.ORDER_DB cannot be reachable as order-db twice on one network at the same time.
              On it:      a test of OrderTest
              Wanted by:  another test of OrderTest
              Hint:       run them one after another with @Execution(SAME_THREAD), or make the field static""");
  }

  @Test
  void one_with_company_does_not_join_one_without() throws NoSuchFieldException {
    network.admit("alone", fields(), false);
    assertThatThrownBy(() -> network.admit("in company", fields(), true))
        .isInstanceOf(Refusal.class);
  }

  @Test
  void one_without_company_does_not_join_one_with() throws NoSuchFieldException {
    network.admit("in company", fields(), true);
    assertThatThrownBy(() -> network.admit("alone", fields(), false)).isInstanceOf(Refusal.class);
  }

  @Test
  void those_without_company_may_be_on_it_together() throws NoSuchFieldException {
    network.admit("alone", fields(), false);
    assertThatCode(() -> network.admit("alone too", fields(), false)).doesNotThrowAnyException();
  }

  @Test
  void those_with_company_may_be_on_it_one_after_another() throws NoSuchFieldException {
    network.admit("first", fields(), true);
    network.dismiss("first");
    assertThatCode(() -> network.admit("second", fields(), true)).doesNotThrowAnyException();
  }

  private static List<StartField> fields() throws NoSuchFieldException {
    return List.of(
        new StartField(
            SharedNetworkTest.class.getDeclaredField("ORDER_DB"), Container.class, List.of()));
  }
}
