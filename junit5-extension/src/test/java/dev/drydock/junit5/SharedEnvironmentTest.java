package dev.drydock.junit5;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drydock.model.ContainerStartException;
import dev.drydock.runtime.Container;
import dev.drydock.runtime.Environment;
import dev.drydock.runtime.Session;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.extension.ParameterResolutionException;

/** What several classes share. */
@Tag("engine")
class SharedEnvironmentTest {

  @AfterEach
  void nothing_is_left() {
    assertThat(Kit.left()).isEmpty();
  }

  record Shop(Container web, String instance) {}

  static final class ShopEnvironment implements Environment<Shop> {
    private ShopEnvironment() {}

    @Override
    public Shop start(Session session) {
      return new Shop(session.start(Busybox.serving("shop")), session.id());
    }
  }

  @WithContainers
  static class InFields {
    @Shared(ShopEnvironment.class)
    static Shop ofClass;

    @Shared(ShopEnvironment.class)
    Shop ofInstance;

    @BeforeAll
    static void is_set(TestReporter reporter) {
      reporter.publishEntry("shop", ofClass.instance() + ofClass.web().state().isAlive());
    }

    @Test
    void is_the_same(@Shared(ShopEnvironment.class) Shop parameter, TestReporter reporter) {
      assertThat(parameter).isSameAs(ofInstance).isSameAs(ofClass);
    }
  }

  @WithContainers
  static class InConstructor {
    InConstructor(@Shared(ShopEnvironment.class) Shop shop, TestReporter reporter) {
      reporter.publishEntry("shop", shop.instance() + shop.web().state().isAlive());
    }

    @Test
    void passes() {}
  }

  @Test
  void fields_and_parameters_of_a_class_have_one_environment() {
    assertThat(Kit.run(InFields.class).passed()).isEqualTo(1);
  }

  @Test
  void classes_have_one_environment() {
    List<String> seen = Kit.run(InFields.class, InConstructor.class).reported("shop");
    assertThat(seen).hasSize(2).containsOnly(seen.get(0)).allMatch(each -> each.endsWith("true"));
  }

  @WithContainers
  static class Parallel {
    @RepeatedTest(4)
    void sees_it(@Shared(ShopEnvironment.class) Shop shop, TestReporter reporter) {
      reporter.publishEntry("shop", shop.instance() + shop.web().state().isAlive());
    }
  }

  static class ParallelToo extends Parallel {}

  @Test
  void parallel_classes_start_an_environment_once() {
    List<String> seen = Kit.runInParallel(Parallel.class, ParallelToo.class).reported("shop");
    assertThat(seen).hasSize(8).containsOnly(seen.get(0)).allMatch(each -> each.endsWith("true"));
  }

  static final class Broken implements Environment<Shop> {
    @Override
    public Shop start(Session session) {
      Container unused = session.start(Busybox.serving("fine"));
      throw new IllegalStateException("the data is missing\nand so is the shop");
    }
  }

  @WithContainers
  static class BrokenField {
    @Shared(Broken.class)
    static Shop shop;

    @Test
    void is_not_reached() {}
  }

  @WithContainers
  static class BrokenParameter {
    @Test
    void is_not_reached(@Shared(Broken.class) Shop shop) {}

    @Test
    void leaves_nothing() {
      assertThat(Kit.left()).isEmpty();
    }
  }

  private static final String BROKEN =
      """
      SharedEnvironmentTest.Broken did not start, and is not tried again in this run.
        Cause:      the data is missing
                    and so is the shop""";

  @Test
  void a_field_is_told_why_its_environment_did_not_start() {
    assertThat(Kit.run(BrokenField.class).failures())
        .singleElement()
        .satisfies(
            failure ->
                assertThat(failure)
                    .isInstanceOf(ContainerStartException.class)
                    .hasMessage(BROKEN)
                    .hasRootCauseInstanceOf(IllegalStateException.class));
  }

  @Test
  void a_parameter_is_told_why_its_environment_did_not_start() {
    Throwable failure = Kit.run(BrokenParameter.class).failures().get(0);
    assertThat(failure)
        .isInstanceOf(ParameterResolutionException.class)
        .hasMessageEndingWith(": " + BROKEN)
        .hasRootCauseInstanceOf(IllegalStateException.class);
  }

  @Test
  void a_failed_start_is_remembered() {
    List<Throwable> failures = Kit.run(BrokenField.class, BrokenParameter.class).failures();
    assertThat(failures).hasSize(2);
    assertThat(failures.get(0)).hasRootCause(rootOf(failures.get(1)));
  }

  @Test
  void a_failed_start_leaves_nothing_while_the_run_goes_on() {
    assertThat(Kit.run(BrokenParameter.class).results().testEvents().succeeded().count())
        .isEqualTo(1);
  }

  static final class Nothing implements Environment<Shop> {
    @Override
    public Shop start(Session session) {
      return null;
    }
  }

  @WithContainers
  static class NothingGiven {
    @Shared(Nothing.class)
    static Shop shop;

    @Test
    void is_not_reached() {}
  }

  @Test
  void an_environment_that_gives_nothing_is_refused() {
    assertThat(Kit.run(NothingGiven.class).failures())
        .singleElement()
        .satisfies(
            failure ->
                assertThat(failure)
                    .hasMessage(
                        """
                        SharedEnvironmentTest.Nothing did not start, and is not tried again in this run.
                          Cause:      SharedEnvironmentTest.Nothing.start returned null"""));
  }

  final class NotStatic implements Environment<Shop> {
    @Override
    public Shop start(Session session) {
      throw new AssertionError();
    }
  }

  @WithContainers
  static class NotMade {
    @Shared(NotStatic.class)
    static Shop shop;

    @Test
    void is_not_reached() {}
  }

  @Test
  void an_environment_that_cannot_be_made_is_refused() {
    assertThat(Kit.run(NotMade.class).failures())
        .singleElement()
        .extracting(Throwable::getMessage)
        .isEqualTo(
            """
            SharedEnvironmentTest.NotStatic did not start, and is not tried again in this run.
              Cause:      SharedEnvironmentTest.NotStatic has no constructor without parameters; a nested class needs to be static for one""");
  }

  @WithContainers
  static class OtherType {
    @Shared(ShopEnvironment.class)
    static String shop;

    @Test
    void is_not_reached() {}
  }

  @Test
  void an_environment_that_gives_something_else_is_refused() {
    assertThat(Kit.run(OtherType.class).failures())
        .singleElement()
        .satisfies(
            failure ->
                assertThat(failure)
                    .hasMessage(
                        "SharedEnvironmentTest.OtherType.shop asks for a String, but"
                            + " SharedEnvironmentTest.ShopEnvironment gives a Shop."));
  }

  private static Throwable rootOf(Throwable failure) {
    return failure.getCause() == null ? failure : rootOf(failure.getCause());
  }
}
