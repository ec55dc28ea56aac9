package dev.drydock.junit5;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drydock.junit5.Busybox.Web;
import dev.drydock.junit5.Busybox.WebSpec;
import dev.drydock.runtime.Container;
import dev.drydock.runtime.Session;
import dev.drydock.spec.ContainerSpec;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ParameterResolutionException;

/** What JUnit reports when a class asks for what cannot be; {@link PlanReaderTest} has the rest. */
class RefusalTest {

  private static final WebSpec WEB = new WebSpec("web");
  private static final ContainerSpec PLAIN = Busybox.running("sleep", "60");

  @WithContainers
  static class Cycle {
    @Start(after = "B")
    static final ContainerSpec A = PLAIN;

    @Start(after = "A")
    static final ContainerSpec B = PLAIN;

    @Test
    void is_not_reached() {}
  }

  @Test
  void a_cycle_fails_the_class_before_anything_starts() {
    assertThat(onlyFailure(Kit.runWithoutEngine(Cycle.class)))
        .isInstanceOf(ExtensionConfigurationException.class)
        .hasMessage(
            """
            RefusalTest.Cycle.A starts after itself by way of others.
              Cycle:      A after B after A
              Hint:       one of them must be able to start without the next""");
  }

  @TestInstance(TestInstance.Lifecycle.PER_CLASS)
  static class CycleOfOneInstance extends Cycle {}

  @Test
  void a_cycle_fails_a_class_of_one_instance_for_all_tests_too() {
    assertThat(onlyFailure(Kit.runWithoutEngine(CycleOfOneInstance.class)))
        .hasMessageStartingWith("RefusalTest.Cycle.A starts after itself by way of others.");
  }

  @WithContainers
  static class NullField {
    @Start static final ContainerSpec APP = PLAIN;
    @Start static final ContainerSpec DB = null;

    @Test
    void is_not_reached() {}
  }

  @Test
  void a_start_field_that_is_null_fails_the_class_before_anything_starts() {
    assertThat(onlyFailure(Kit.runWithoutEngine(NullField.class)))
        .isInstanceOf(ExtensionConfigurationException.class)
        .hasMessage(
            """
            RefusalTest.NullField.DB is null, so there is nothing to start.
              Hint:       give the field its value where it is declared""");
  }

  @WithContainers
  static class BadDescription {
    @Start static final ContainerSpec APP = ContainerSpec.of("busybox:1").withPort(70_000);

    @Test
    void is_not_reached() {}
  }

  @Test
  void a_description_that_complains_is_heard() {
    assertThat(onlyFailure(Kit.runWithoutEngine(BadDescription.class)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("container port must be 1 to 65535, was 70000");
  }

  @WithContainers
  static class NullInstanceField {
    @Start ContainerSpec db;

    @Test
    void is_not_reached() {}
  }

  @Test
  void an_instance_field_that_is_null_fails_the_test() {
    assertThat(onlyFailure(Kit.runWithoutEngine(NullInstanceField.class)))
        .hasMessage(
            """
            RefusalTest.NullInstanceField.db is null, so there is nothing to start.
              Hint:       give the field its value where it is declared""");
  }

  @WithContainers
  static class NobodyStarts {
    @Test
    void test(@From("DB") Container db) {}
  }

  @Test
  void a_parameter_that_nobody_starts_fails_the_test() {
    assertThat(onlyFailure(Kit.runWithoutEngine(NobodyStarts.class)))
        .isInstanceOf(ParameterResolutionException.class)
        .hasMessage(
            """
            Parameter 1 of RefusalTest.NobodyStarts.test(Container) asks for DB, which nobody starts.
              Started:    nothing
              Hint:       start it from a field with @Start""");
  }

  @WithContainers
  static class AsksForSession {
    @Test
    void test(@From Session session) {}
  }

  @Test
  void a_session_is_no_handle() {
    assertThat(onlyFailure(Kit.runWithoutEngine(AsksForSession.class)))
        .hasMessage(
            """
            Parameter 1 of RefusalTest.AsksForSession.test(Session) asks for a Session, which nobody starts.
              Started:    nothing
              Hint:       a session is a parameter without @From""");
  }

  @WithContainers
  static class Unknown {
    @Test
    void test(Container container) {}
  }

  @Test
  void a_bare_parameter_of_a_type_that_nobody_starts_is_left_to_others() {
    assertThat(onlyFailure(Kit.runWithoutEngine(Unknown.class)))
        .hasMessageStartingWith("No ParameterResolver registered for parameter");
  }

  @WithContainers
  static class ConstructorAsks {
    @Start final WebSpec shop = WEB;

    ConstructorAsks(Web shop) {}

    @Test
    void is_not_reached() {}
  }

  @Test
  void a_constructor_that_asks_for_the_handle_of_an_instance_field_is_refused() {
    assertThat(onlyFailure(Kit.runWithoutEngine(ConstructorAsks.class)))
        .isInstanceOf(ParameterResolutionException.class)
        .hasMessage(
            """
            Parameter 1 of RefusalTest.ConstructorAsks(Web) asks for shop, which lives as long as one test only.
              Hint:       make RefusalTest.ConstructorAsks.shop static, or ask in an instance field, a test or a @BeforeEach method""");
  }

  @WithContainers
  static class BeforeAllAsks {
    @Start final WebSpec shop = WEB;

    @BeforeAll
    static void start(@From("shop") Web shop) {}

    @Test
    void is_not_reached() {}
  }

  @Test
  void a_static_method_that_asks_for_the_handle_of_an_instance_field_is_refused() {
    assertThat(onlyFailure(Kit.runWithoutEngine(BeforeAllAsks.class)))
        .isInstanceOf(ParameterResolutionException.class)
        .hasMessage(
            """
            Parameter 1 of RefusalTest.BeforeAllAsks.start(Web) asks for shop, which lives as long as one test only.
              Hint:       make RefusalTest.BeforeAllAsks.shop static, or ask in an instance field, a test or a @BeforeEach method""");
  }

  @Test
  void a_field_of_a_module_that_is_closed_is_refused() throws NoSuchFieldException {
    assertThat(Injection.notOpen(String.class.getDeclaredField("hash")))
        .hasMessage(
            """
            String.hash cannot be set: module java.base does not let JUnit in.
              Hint:       say `opens java.lang to org.junit.platform.commons;` in its module-info""");
  }

  private static Throwable onlyFailure(Kit run) {
    assertThat(run.failures()).hasSize(1);
    return run.failures().get(0);
  }
}
