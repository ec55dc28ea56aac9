package dev.drydock.junit5;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drydock.model.ContainerStartException;
import dev.drydock.model.InterruptedWaitException;
import dev.drydock.runtime.Container;
import dev.drydock.runtime.Group;
import dev.drydock.runtime.GroupMember;
import dev.drydock.runtime.Session;
import dev.drydock.spec.ContainerSpec;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;

/** What a failed or interrupted start tells and leaves. */
@Tag("engine")
class FailedStartTest {

  private static final ContainerSpec BROKEN = Busybox.running("sh", "-c", "echo no data; exit 3");

  /** Never ready: nobody listens. */
  private static final ContainerSpec SILENT = Busybox.running("sleep", "60").withPort(80);

  @AfterEach
  void nothing_is_left() {
    assertThat(Kit.left()).isEmpty();
  }

  @WithContainers
  static class Fields {
    @Start static final ContainerSpec FINE = Busybox.serving("fine");

    @Start(after = "FINE")
    static final ContainerSpec APP = BROKEN.withPort(80);

    @Test
    void is_not_reached() {}
  }

  @Test
  void a_failed_field_fails_the_class_with_its_report() {
    assertThat(onlyFailure(Kit.run(Fields.class)))
        .isInstanceOf(ContainerStartException.class)
        .hasMessageStartingWith("app (drydock-test/busybox:1) ended before it was ready.")
        .hasMessageContaining("no data");
  }

  @TestInstance(TestInstance.Lifecycle.PER_CLASS)
  static class FieldsOfOneInstance extends Fields {}

  @Test
  void a_failed_field_fails_a_class_of_one_instance_too() {
    assertThat(onlyFailure(Kit.run(FieldsOfOneInstance.class)))
        .isInstanceOf(ContainerStartException.class);
  }

  @WithContainers
  static class BeforeAllFails {
    @BeforeAll
    static void start(Session session) {
      Container fine = session.start(Busybox.serving("fine"));
      assertThat(fine.state().isAlive()).isTrue();
      Container unused = session.start(BROKEN.withPort(80));
    }

    @Test
    void is_not_reached() {}
  }

  @Test
  void a_failed_start_before_all_tests_leaves_nothing() {
    assertThat(onlyFailure(Kit.run(BeforeAllFails.class)))
        .isInstanceOf(ContainerStartException.class);
  }

  @WithContainers
  static class InstanceField {
    @Start final ContainerSpec app = BROKEN.withPort(80);

    @Test
    void is_not_reached() {}
  }

  @Test
  void a_failed_instance_field_fails_the_test() {
    assertThat(onlyFailure(Kit.run(InstanceField.class)))
        .isInstanceOf(ContainerStartException.class);
  }

  @TestMethodOrder(MethodOrderer.OrderAnnotation.class)
  @WithContainers
  static class Interrupted {
    @Test
    @Order(1)
    @Timeout(value = 4000, unit = TimeUnit.MILLISECONDS)
    void is_interrupted(Session session) {
      Container unused = session.start(SILENT);
    }

    @Test
    @Order(2)
    void finds_nothing_left() {
      assertThat(Kit.left()).isEmpty();
    }
  }

  @Test
  void a_timeout_of_a_test_is_reported_with_the_start_it_interrupted() {
    Throwable failure = onlyFailure(Kit.run(Interrupted.class));
    assertThat(failure)
        .isInstanceOf(TimeoutException.class)
        .hasMessage(
            "is_interrupted(dev.drydock.runtime.Session) timed out after 4000 milliseconds");
    assertThat(failure.getSuppressed())
        .singleElement()
        .isInstanceOf(InterruptedWaitException.class)
        .extracting(Throwable::getMessage)
        .isEqualTo("Interrupted while waiting for drydock-test/busybox:1 to be ready.");
  }

  @Test
  void an_interrupted_start_leaves_nothing_for_the_next_test() {
    assertThat(Kit.run(Interrupted.class).results().testEvents().succeeded().count()).isEqualTo(1);
  }

  @WithContainers
  static class InterruptedGroup {
    @Start static final ContainerSpec DB = Busybox.serving("db");

    @Test
    @Timeout(value = 4000, unit = TimeUnit.MILLISECONDS)
    void is_interrupted(Session session) {
      Group unused = session.startAll(GroupMember.of("a", SILENT), GroupMember.of("b", SILENT));
    }
  }

  @Test
  void an_interrupted_group_is_reported_by_its_names() {
    Throwable failure = onlyFailure(Kit.run(InterruptedGroup.class));
    assertThat(failure.getSuppressed())
        .singleElement()
        .extracting(Throwable::getMessage)
        .isEqualTo("Interrupted while starting [a, b].");
  }

  private static Throwable onlyFailure(Kit run) {
    List<Throwable> failures = run.failures();
    assertThat(failures).hasSize(1);
    return failures.get(0);
  }
}
