package dev.drydock.junit5;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drydock.runtime.Container;
import dev.drydock.runtime.Service;
import dev.drydock.spec.ContainerSpec;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class HandleTypeTest {

  interface Broker {}

  interface Queue<M> {}

  interface BrokerSpec extends Service<Broker> {}

  interface QueueSpec<M> extends Service<Queue<M>> {}

  interface Versioned<V, T> extends Service<T> {}

  interface VersionedBroker extends Versioned<String, Broker> {}

  abstract static class Base<S extends Service<H>, H> {
    ContainerSpec container;
    BrokerSpec broker;
    QueueSpec<String> queue;
    VersionedBroker versioned;
    Service<Broker> plain;
    Service<? extends Broker> wildcard;
    Service<?> unknown;

    @SuppressWarnings("rawtypes")
    Service raw;

    Service<List<String>[]> array;
    S fromSubclass;
    Service<H> argumentFromSubclass;
    String text;
  }

  static final class Sub extends Base<BrokerSpec, Broker> {}

  abstract static class Middle<T> extends Base<Service<T>, T> {}

  static final class Deep extends Middle<Queue<String>> {}

  abstract static class Circular<H> implements Service<H> {
    Circular<H> self;
  }

  @Test
  void a_container_description_leads_to_a_container() {
    assertThat(handleOf("container")).contains(Container.class);
  }

  @Test
  void a_service_leads_to_its_type_argument() {
    assertThat(handleOf("plain")).contains(Broker.class);
  }

  @Test
  void an_implementation_of_a_service_leads_to_its_handle() {
    assertThat(handleOf("broker")).contains(Broker.class);
  }

  @Test
  void a_generic_handle_is_known_by_its_class() {
    assertThat(handleOf("queue")).contains(Queue.class);
  }

  @Test
  void arguments_are_followed_through_interfaces_that_reorder_them() {
    assertThat(handleOf("versioned")).contains(Broker.class);
  }

  @Test
  void a_wildcard_leads_to_its_bound() {
    assertThat(handleOf("wildcard")).contains(Broker.class);
  }

  @Test
  void an_array_is_a_type_like_any_other() {
    assertThat(handleOf("array")).contains(List[].class);
  }

  @Test
  void a_type_variable_is_read_from_the_test_class() {
    assertThat(handleOf("fromSubclass")).contains(Broker.class);
  }

  @Test
  void a_type_argument_is_read_from_the_test_class() {
    assertThat(handleOf("argumentFromSubclass")).contains(Broker.class);
  }

  @Test
  void type_arguments_are_read_through_two_superclasses() {
    assertThat(handleOf("argumentFromSubclass", Deep.class)).contains(Queue.class);
  }

  @Test
  void an_unbounded_wildcard_does_not_tell() {
    assertThat(handleOf("unknown")).isEmpty();
  }

  @Test
  void a_raw_service_does_not_tell() {
    assertThat(handleOf("raw")).isEmpty();
  }

  @Test
  void a_variable_that_nobody_binds_does_not_tell() {
    assertThat(handleOf("argumentFromSubclass", Base.class)).isEmpty();
  }

  @Test
  void a_class_that_speaks_of_its_own_type_argument_does_not_go_round_for_ever()
      throws NoSuchFieldException {
    assertThat(HandleType.of(Circular.class.getDeclaredField("self"), Circular.class)).isEmpty();
  }

  @Test
  void what_is_no_description_does_not_tell() {
    assertThat(handleOf("text")).isEmpty();
  }

  private static Optional<Class<?>> handleOf(String field) {
    return handleOf(field, Sub.class);
  }

  private static Optional<Class<?>> handleOf(String field, Class<?> testClass) {
    try {
      return HandleType.of(Base.class.getDeclaredField(field), testClass);
    } catch (NoSuchFieldException e) {
      throw new AssertionError(e);
    }
  }
}
