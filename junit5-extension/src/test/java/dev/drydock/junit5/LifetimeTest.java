package dev.drydock.junit5;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drydock.model.ClosedException;
import dev.drydock.runtime.Container;
import dev.drydock.runtime.Session;
import dev.drydock.spec.ContainerSpec;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.TestReporter;

/** How long containers and sessions live. */
@Tag("engine")
class LifetimeTest {

  private static final ContainerSpec WEB = Busybox.serving("hello");

  @AfterEach
  void nothing_is_left() {
    assertThat(Kit.left()).isEmpty();
  }

  @WithContainers
  static class StaticField {
    @Start static final ContainerSpec APP = WEB;
    @From static Container app;

    @RepeatedTest(2)
    void sees_it(TestReporter reporter) {
      reporter.publishEntry("app", app.id() + " " + app.state().isAlive());
    }
  }

  @Test
  void a_static_field_lives_as_long_as_the_class() {
    List<String> seen = Kit.run(StaticField.class).reported("app");
    assertThat(seen).hasSize(2).allMatch(each -> each.endsWith(" true")).containsOnly(seen.get(0));
  }

  @WithContainers
  static class InstanceField {
    @Start final ContainerSpec app = WEB;

    @From("app")
    Container handle;

    @RepeatedTest(2)
    void sees_it(TestReporter reporter) {
      reporter.publishEntry("app", handle.id() + " " + handle.state().isAlive());
    }
  }

  @Test
  void an_instance_field_lives_as_long_as_one_test() {
    assertThat(Kit.run(InstanceField.class).reported("app"))
        .hasSize(2)
        .allMatch(each -> each.endsWith(" true"))
        .doesNotHaveDuplicates();
  }

  @TestInstance(TestInstance.Lifecycle.PER_CLASS)
  @TestMethodOrder(MethodOrderer.OrderAnnotation.class)
  @WithContainers
  static class OneInstance {
    @Start final ContainerSpec app = WEB;

    @From("app")
    Container handle;

    Container first;

    @Test
    @Order(1)
    void keeps_it() {
      first = handle;
    }

    @Test
    @Order(2)
    void finds_it_closed() {
      assertThatThrownBy(() -> first.state()).isInstanceOf(ClosedException.class);
      assertThat(handle.state().isAlive()).isTrue();
    }
  }

  @Test
  void an_instance_field_of_one_instance_for_all_tests_lives_as_long_as_one_test_too() {
    assertThat(Kit.run(OneInstance.class).passed()).isEqualTo(2);
  }

  @WithContainers
  static class Around {
    @Start static final ContainerSpec APP = WEB;

    @Test
    void sees_it(Container app, TestReporter reporter) {
      reporter.publishEntry("app", app.id());
    }

    @Nested
    class Inside {
      @Test
      void sees_it(Container app, TestReporter reporter) {
        reporter.publishEntry("app", app.id());
      }
    }
  }

  @Test
  void a_nested_class_sees_the_container_of_the_class_around_it() {
    List<String> seen = Kit.run(Around.class).reported("app");
    assertThat(seen).hasSize(2).containsOnly(seen.get(0));
  }

  abstract static class Base {
    @Start private static final ContainerSpec APP = WEB;

    @Test
    void sees_it(Container app, TestReporter reporter) {
      reporter.publishEntry("app", app.id());
    }
  }

  @WithContainers
  static class FirstSub extends Base {}

  @WithContainers
  static class SecondSub extends Base {}

  @Test
  void each_subclass_has_a_container_of_its_own() {
    assertThat(Kit.run(FirstSub.class, SecondSub.class).reported("app"))
        .hasSize(2)
        .doesNotHaveDuplicates();
  }

  @WithContainers
  static class ClassSessions {
    ClassSessions(Session session, TestReporter reporter) {
      reporter.publishEntry("session", session.id());
    }

    @BeforeAll
    static void before(Session session, TestReporter reporter) {
      reporter.publishEntry("session", session.id());
      Container unused = session.start(WEB);
    }

    @RepeatedTest(2)
    void passes() {}

    @AfterAll
    static void after(Session session, TestReporter reporter) {
      reporter.publishEntry("session", session.id());
    }
  }

  @Test
  void a_session_of_a_constructor_or_for_all_tests_lives_as_long_as_the_class() {
    List<String> seen = Kit.run(ClassSessions.class).reported("session");
    assertThat(seen).hasSize(4).containsOnly(seen.get(0));
  }

  @WithContainers
  static class TestSessions {
    @BeforeEach
    void before(Session session, TestReporter reporter) {
      reporter.publishEntry("session", session.id());
    }

    @RepeatedTest(2)
    void starts(Session session, TestReporter reporter) {
      reporter.publishEntry("session", session.id());
      Container unused = session.start(WEB);
    }

    @AfterEach
    void after(Session session, TestReporter reporter) {
      reporter.publishEntry("session", session.id());
    }
  }

  @Test
  void a_session_of_a_test_or_around_each_lives_as_long_as_the_test() {
    List<String> seen = Kit.run(TestSessions.class).reported("session");
    assertThat(seen).hasSize(6);
    assertThat(seen.subList(0, 3)).containsOnly(seen.get(0));
    assertThat(seen.subList(3, 6)).containsOnly(seen.get(3)).doesNotContain(seen.get(0));
  }

  @TestInstance(TestInstance.Lifecycle.PER_CLASS)
  @TestMethodOrder(MethodOrderer.OrderAnnotation.class)
  @WithContainers
  static class KeptSession {
    Container kept;

    @Test
    @Order(1)
    void keeps_what_it_started(Session session) {
      kept = session.start(WEB);
    }

    @Test
    @Order(2)
    void finds_it_closed() {
      assertThatThrownBy(() -> kept.state()).isInstanceOf(ClosedException.class);
    }
  }

  @Test
  void what_a_test_started_is_gone_when_the_next_begins() {
    assertThat(Kit.run(KeptSession.class).passed()).isEqualTo(2);
  }
}
