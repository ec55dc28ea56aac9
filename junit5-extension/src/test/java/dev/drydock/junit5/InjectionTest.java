package dev.drydock.junit5;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drydock.junit5.Busybox.Web;
import dev.drydock.junit5.Busybox.WebSpec;
import dev.drydock.runtime.Container;
import dev.drydock.runtime.Service;
import dev.drydock.runtime.Session;
import dev.drydock.spec.ContainerSpec;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where handles arrive. */
@Tag("engine")
class InjectionTest {

  private static final WebSpec WEB = new WebSpec("web");
  private static final ContainerSpec PLAIN = Busybox.running("sleep", "60");

  @WithContainers
  static class StaticField {
    @Start static final WebSpec SHOP = WEB;
    @From private static Web shop;

    @BeforeAll
    static void has_it() {
      assertThat(shop.endpoint().port()).isPositive();
    }

    @Test
    void passes() {}
  }

  @Test
  void a_static_field_is_set_before_all_tests() {
    assertThat(Kit.run(StaticField.class).passed()).isEqualTo(1);
  }

  @WithContainers
  static class InstanceField {
    @Start static final WebSpec SHOP = WEB;
    @From private Web shop;

    @BeforeEach
    void has_it() {
      assertThat(shop.endpoint().port()).isPositive();
    }

    @Test
    void passes() {}
  }

  @Test
  void an_instance_field_is_set_before_each_test() {
    assertThat(Kit.run(InstanceField.class).passed()).isEqualTo(1);
  }

  @WithContainers
  static class InstanceFieldOfInstanceField {
    @Start private final WebSpec spec = WEB;
    @From private Web shop;

    @BeforeEach
    void has_it() {
      assertThat(shop.endpoint().port()).isPositive();
    }

    @Test
    void passes() {}
  }

  @Test
  void the_handle_of_an_instance_field_is_set_before_each_test() {
    assertThat(Kit.run(InstanceFieldOfInstanceField.class).passed()).isEqualTo(1);
  }

  @WithContainers
  static class Parameters {
    @Start static final WebSpec SHOP = WEB;
    @Start static final ContainerSpec PLAIN = InjectionTest.PLAIN;
    final Web fromConstructor;

    Parameters(Web shop) {
      fromConstructor = shop;
    }

    @BeforeAll
    static void before_all(Web shop, @From("PLAIN") Container plain) {
      assertThat(plain.id()).isNotEqualTo(shop.container().id());
    }

    @BeforeEach
    void before_each(@From Web shop) {
      assertThat(shop).isSameAs(fromConstructor);
    }

    @Test
    void test(@From("SHOP") Web shop, Container plain) {
      assertThat(plain.id()).isNotEqualTo(shop.container().id());
    }

    @AfterEach
    void after_each(Web shop) {
      assertThat(shop.container().state().isAlive()).isTrue();
    }

    @AfterAll
    static void after_all(Web shop) {
      assertThat(shop.container().state().isAlive()).isTrue();
    }
  }

  @Test
  void handles_are_parameters_of_all_that_junit_calls() {
    assertThat(Kit.run(Parameters.class).passed()).isEqualTo(1);
  }

  @WithContainers
  static class OneType {
    @Start static final WebSpec SHOP = new WebSpec("shop");
    @Start static final WebSpec BANK = new WebSpec("bank");

    @From("BANK")
    static Web bank;

    @Test
    void test(@From("SHOP") Web shop) {
      assertThat(Busybox.ask(bank.container(), "localhost")).isEqualTo("bank");
      assertThat(Busybox.ask(shop.container(), "localhost")).isEqualTo("shop");
    }
  }

  @Test
  void names_tell_two_handles_of_one_type_apart() {
    assertThat(Kit.run(OneType.class).passed()).isEqualTo(1);
  }

  @WithContainers
  record Recorded(@From Web shop) {
    @Start static final WebSpec SHOP = WEB;

    @Test
    void test() {
      assertThat(shop.container().state().isAlive()).isTrue();
    }
  }

  @Test
  void a_record_takes_a_handle_as_its_component() {
    assertThat(Kit.run(Recorded.class).passed()).isEqualTo(1);
  }

  @TestInstance(TestInstance.Lifecycle.PER_CLASS)
  @WithContainers
  static class OneInstance {
    @Start static final WebSpec SHOP = WEB;
    final Web fromConstructor;
    @From Web field;

    OneInstance(@From Web shop) {
      fromConstructor = shop;
    }

    @BeforeAll
    void has_it() {
      assertThat(field).isSameAs(fromConstructor);
    }

    @Test
    void passes() {}
  }

  @Test
  void one_instance_for_all_tests_has_its_handles_before_them() {
    assertThat(Kit.run(OneInstance.class).passed()).isEqualTo(1);
  }

  @WithContainers
  static class OtherResolvers {
    @Start static final WebSpec SHOP = WEB;

    @ParameterizedTest
    @ValueSource(strings = {"a", "b"})
    void parameterized(String value, Web shop, TestInfo info) {
      assertThat(info.getDisplayName()).contains(value);
      assertThat(shop.container().state().isAlive()).isTrue();
    }

    @RepeatedTest(2)
    void repeated(Web shop, RepetitionInfo repetition) {
      assertThat(repetition.getTotalRepetitions()).isEqualTo(2);
      assertThat(shop.container().state().isAlive()).isTrue();
    }

    @TestFactory
    Stream<DynamicTest> dynamic(Web shop) {
      return Stream.of(1, 2)
          .map(
              each ->
                  DynamicTest.dynamicTest(
                      "" + each, () -> assertThat(shop.container().state().isAlive()).isTrue()));
    }
  }

  @Test
  void parameters_of_other_resolvers_stay_theirs() {
    assertThat(Kit.run(OtherResolvers.class).passed()).isEqualTo(6);
  }

  @Retention(RetentionPolicy.RUNTIME)
  @interface Theirs {}

  static final class Their implements ParameterResolver {

    static final Web WEB = new Web(null);

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
      return parameter.isAnnotated(Theirs.class);
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
      return WEB;
    }
  }

  @WithContainers
  @ExtendWith(Their.class)
  static class OtherAnnotation {
    @Start static final WebSpec SHOP = WEB;

    @Test
    void test(@Theirs Web theirs, Web ours) {
      assertThat(theirs).isSameAs(Their.WEB).isNotSameAs(ours);
    }
  }

  @Test
  void a_parameter_with_another_annotation_is_left_to_others() {
    assertThat(Kit.run(OtherAnnotation.class).passed()).isEqualTo(1);
  }

  abstract static class Generic<H> {
    @Start private final Service<H> spec;
    @From H handle;

    Generic(Service<H> spec) {
      this.spec = spec;
    }
  }

  @WithContainers
  static class Concrete extends Generic<Web> {
    Concrete() {
      super(WEB);
    }

    @Test
    void test(Web shop) {
      assertThat(shop).isSameAs(handle);
    }
  }

  @Test
  void a_generic_superclass_starts_what_its_subclass_names() {
    assertThat(Kit.run(Concrete.class).passed()).isEqualTo(1);
  }

  @WithContainers
  interface Mixin {
    @Start WebSpec SHOP = WEB;

    @Test
    default void sees_it(Web shop) {
      assertThat(shop.container().state().isAlive()).isTrue();
    }
  }

  static class Mixed implements Mixin {}

  @Test
  void an_interface_brings_a_container_with_it() {
    assertThat(Kit.run(Mixed.class).passed()).isEqualTo(1);
  }

  @WithContainers
  @Retention(RetentionPolicy.RUNTIME)
  @interface WithShop {}

  @From("SHOP")
  @Retention(RetentionPolicy.RUNTIME)
  @interface Shop {}

  @WithShop
  static class Composed {
    @Start static final WebSpec SHOP = WEB;
    @Shop static Web field;

    @Test
    void test(@Shop Web shop) {
      assertThat(shop).isSameAs(field);
    }
  }

  @Test
  void annotations_of_ones_own_stand_for_ours() {
    assertThat(Kit.run(Composed.class).passed()).isEqualTo(1);
  }

  @WithContainers
  static class Outer {
    @Start static final WebSpec SHOP = WEB;
    Web before;

    @BeforeEach
    void of_the_outer_class(Web shop) {
      before = shop;
    }

    @Nested
    class Inner {
      @Start static final WebSpec BANK = WEB;
      final Web constructed;

      @From("SHOP")
      Web shop;

      Inner(@From("BANK") Web bank) {
        constructed = bank;
      }

      @Test
      void test(@From("BANK") Web bank, Session session) {
        assertThat(before).isSameAs(shop).isNotSameAs(bank);
        assertThat(constructed).isSameAs(bank);
      }
    }
  }

  @Test
  void an_outer_method_asks_among_the_outer_fields_when_a_nested_test_runs() {
    assertThat(Kit.run(Outer.class).passed()).isEqualTo(1);
  }

  /** From 5.12 on this may be set, and will be so one day; older ones do not know it. */
  private static final Map<String, String> WITHIN_TESTS =
      Map.of(
          "junit.jupiter.extensions.testinstantiation.extensioncontextscope.default",
          "test_method");

  @Test
  void instances_that_junit_makes_within_their_test_have_the_handles_of_the_class() {
    assertThat(Kit.run(WITHIN_TESTS, Parameters.class, Outer.class).passed()).isEqualTo(2);
  }

  @WithContainers
  static class Ambiguous {
    @Start static final WebSpec SHOP = WEB;
    @Start static final WebSpec BANK = WEB;

    @Test
    void test(Web web) {}
  }

  @Test
  void a_parameter_that_may_mean_two_handles_is_refused() {
    assertThat(Kit.run(Ambiguous.class).failures())
        .singleElement()
        .isInstanceOf(ParameterResolutionException.class)
        .extracting(Throwable::getMessage)
        .isEqualTo(
            """
            Parameter 1 of InjectionTest.Ambiguous.test(Web) asks for a Web, and 2 are started.
              Started:    SHOP (Web), BANK (Web)
              Hint:       name one: @From("SHOP")""");
  }
}
