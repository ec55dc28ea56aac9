package dev.drydock.junit5;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drydock.runtime.Container;
import dev.drydock.runtime.Service;
import dev.drydock.spec.ContainerSpec;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What test classes say, without an engine: {@link RefusalsTest} shows the same through JUnit. */
class PlanReaderTest {

  private static final ContainerSpec SPEC = ContainerSpec.of("busybox:1");

  interface Web {}

  interface Store {}

  interface WebSpec extends Service<Web> {}

  interface StoreSpec extends Service<Store> {}

  static class Ordered {
    @Start(after = {"CACHE", "DB"})
    static final ContainerSpec APP = SPEC;

    @Start(after = "DB")
    static final ContainerSpec CACHE = SPEC;

    @Start static final ContainerSpec DB = SPEC;
  }

  @Test
  void fields_are_sorted_behind_those_they_come_after() {
    assertThat(FieldOrder.sort(PlanReader.read(Ordered.class).perClass()))
        .extracting(StartField::name)
        .containsExactly("DB", "CACHE", "APP");
  }

  interface Mixin {
    @Start ContainerSpec MAIL = SPEC;
  }

  static class Base {
    @Start private static final ContainerSpec DB = SPEC;
    @Start private final ContainerSpec cache = SPEC;
  }

  static class Inherited extends Base implements Mixin {
    @Start(after = {"MAIL", "DB"})
    private static final ContainerSpec APP = SPEC;
  }

  @Test
  void superclasses_and_interfaces_take_part() {
    assertThat(PlanReader.read(Inherited.class).visible())
        .extracting(StartField::toString)
        .containsExactly(
            "PlanReaderTest.Base.DB",
            "PlanReaderTest.Base.cache",
            "PlanReaderTest.Mixin.MAIL",
            "PlanReaderTest.Inherited.APP");
  }

  static class Tree {
    @Start static final ContainerSpec DB = SPEC;

    @Nested
    class Inner {
      @Start(after = "DB")
      final ContainerSpec app = SPEC;

      @Nested
      class Innermost {
        @Start final ContainerSpec cache = SPEC;
      }
    }
  }

  @Test
  void a_tree_counts_the_fields_of_all_its_classes() {
    assertThat(PlanReader.read(Tree.class).size()).isEqualTo(3);
  }

  @Test
  void a_nested_class_sees_the_fields_around_it() {
    ClassPlan inner = PlanReader.read(Tree.class).nested(Tree.Inner.class);
    assertThat(inner.visible()).extracting(StartField::name).containsExactly("DB", "app");
  }

  @Test
  void a_test_of_a_nested_class_starts_the_instance_fields_around_it_too() {
    ClassPlan innermost =
        PlanReader.read(Tree.class).nested(Tree.Inner.class).nested(Tree.Inner.Innermost.class);
    assertThat(innermost.perTest()).extracting(StartField::name).containsExactly("app", "cache");
  }

  record Recorded(@From Web web) {
    @Start static final WebSpec WEB = null;
  }

  @Test
  void a_component_of_a_record_is_a_parameter_and_no_field() {
    assertThat(PlanReader.read(Recorded.class).froms()).isEmpty();
  }

  static class OnItself {
    @Start(after = "DB")
    static final ContainerSpec DB = SPEC;
  }

  @Test
  void a_field_after_itself_is_refused() {
    refused(
        OnItself.class,
        """
        PlanReaderTest.OnItself.DB starts after itself.
          Hint:       remove DB from its after""");
  }

  static class Cycle {
    @Start static final ContainerSpec MAIL = SPEC;

    @Start(after = "MAIL")
    static final ContainerSpec WEB = SPEC;

    @Start(after = {"WEB", "CACHE"})
    static final ContainerSpec APP = SPEC;

    @Start(after = "DB")
    static final ContainerSpec CACHE = SPEC;

    @Start(after = "APP")
    static final ContainerSpec DB = SPEC;
  }

  @Test
  void a_cycle_is_refused_by_its_names() {
    refused(
        Cycle.class,
        """
        PlanReaderTest.Cycle.APP starts after itself by way of others.
          Cycle:      APP after CACHE after DB after APP
          Hint:       one of them must be able to start without the next""");
  }

  static class CycleOfInstances {
    @Start(after = "app")
    final ContainerSpec db = SPEC;

    @Start(after = "db")
    final ContainerSpec app = SPEC;
  }

  @Test
  void a_cycle_of_instance_fields_is_refused_by_its_names() {
    refused(
        CycleOfInstances.class,
        """
        PlanReaderTest.CycleOfInstances.db starts after itself by way of others.
          Cycle:      db after app after db
          Hint:       one of them must be able to start without the next""");
  }

  static class AfterNobody {
    @Start static final WebSpec WEB = null;

    @Start(after = "DATABASE")
    static final ContainerSpec APP = SPEC;
  }

  @Test
  void an_after_that_names_no_field_is_refused() {
    refused(
        AfterNobody.class,
        """
        PlanReaderTest.AfterNobody.APP starts after DATABASE, which is no @Start field here.
          Started:    WEB (Web), APP (Container)""");
  }

  static class AfterInstance {
    @Start final ContainerSpec db = SPEC;

    @Start(after = "db")
    static final ContainerSpec APP = SPEC;
  }

  @Test
  void a_static_field_after_an_instance_field_is_refused() {
    refused(
        AfterInstance.class,
        """
        PlanReaderTest.AfterInstance.APP starts once for the class, so it cannot start after db.
          Order:      db starts anew for each test, when APP is ready
          Hint:       make PlanReaderTest.AfterInstance.db static""");
  }

  static class NestedFault {
    @Start static final ContainerSpec DB = SPEC;

    @Nested
    class Inner {
      @Start(after = "CACHE")
      final ContainerSpec app = SPEC;
    }
  }

  @Test
  void a_fault_of_a_nested_class_is_refused_with_the_outer_one() {
    refused(
        NestedFault.class,
        """
        PlanReaderTest.NestedFault.Inner.app starts after CACHE, which is no @Start field here.
          Started:    DB (Container), app (Container)""");
  }

  static class NobodyByName {
    @Start static final ContainerSpec APP = SPEC;
    @Start static final WebSpec WEB = null;

    @From("DATABASE")
    static Web web;
  }

  @Test
  void a_handle_of_a_name_that_nobody_starts_is_refused() {
    refused(
        NobodyByName.class,
        """
        PlanReaderTest.NobodyByName.web asks for DATABASE, which nobody starts.
          Started:    APP (Container), WEB (Web)
          Hint:       start it from a field with @Start, or ask for one of these""");
  }

  static class NobodyByType {
    @Start static final WebSpec WEB = null;
    @From static Store store;
  }

  @Test
  void a_handle_of_a_type_that_nobody_starts_is_refused() {
    refused(
        NobodyByType.class,
        """
        PlanReaderTest.NobodyByType.store asks for a Store, which nobody starts.
          Started:    WEB (Web)
          Hint:       start it from a field with @Start, or ask for one of these""");
  }

  static class NobodyAtAll {
    @From static Container container;
  }

  @Test
  void a_handle_where_nothing_is_started_is_refused() {
    refused(
        NobodyAtAll.class,
        """
        PlanReaderTest.NobodyAtAll.container asks for a Container, which nobody starts.
          Started:    nothing
          Hint:       start it from a field with @Start""");
  }

  static class TwoOfOneType {
    @Start static final WebSpec SHOP = null;
    @Start static final WebSpec BANK = null;
    @Start static final StoreSpec STORE = null;
    @From static Web web;
  }

  @Test
  void two_handles_of_one_type_without_a_name_are_refused() {
    refused(
        TwoOfOneType.class,
        """
        PlanReaderTest.TwoOfOneType.web asks for a Web, and 2 are started.
          Started:    SHOP (Web), BANK (Web)
          Hint:       name one: @From("SHOP")""");
  }

  static class OtherType {
    @Start static final WebSpec WEB = null;

    @From("WEB")
    static Store store;
  }

  @Test
  void a_named_handle_of_another_type_is_refused() {
    refused(
        OtherType.class,
        """
        PlanReaderTest.OtherType.store asks for WEB as a Store, but it is a Web.
          Hint:       ask for it as a Web""");
  }

  static class ByInterface {
    interface Fast extends Web {}

    interface FastSpec extends Service<Fast> {}

    @Start static final FastSpec FAST = null;
    @From static Web web;
  }

  @Test
  void a_handle_may_be_asked_for_by_its_supertype() {
    assertThat(PlanReader.read(ByInterface.class).froms())
        .extracting(each -> each.source().name())
        .containsExactly("FAST");
  }

  static class VeryType {
    interface Fast extends Web {}

    interface FastSpec extends Service<Fast> {}

    @Start static final FastSpec FAST = null;
    @Start static final WebSpec WEB = null;
    @From static Web web;
  }

  @Test
  void the_very_type_goes_before_a_subtype() {
    assertThat(PlanReader.read(VeryType.class).froms())
        .extracting(each -> each.source().name())
        .containsExactly("WEB");
  }

  static class FinalField {
    @Start static final ContainerSpec APP = SPEC;
    @From static final Container APP_HANDLE = null;
  }

  @Test
  void a_final_from_field_is_refused() {
    refused(
        FinalField.class,
        """
        PlanReaderTest.FinalField.APP_HANDLE is final, so nothing can be put into it.
          Hint:       remove final, or ask by a parameter""");
  }

  static class StaticAsksForInstance {
    @Start final WebSpec web = null;
    @From static Web handle;
  }

  @Test
  void a_static_field_that_asks_for_the_handle_of_an_instance_field_is_refused() {
    refused(
        StaticAsksForInstance.class,
        """
        PlanReaderTest.StaticAsksForInstance.handle asks for web, which lives as long as one test only.
          Hint:       make PlanReaderTest.StaticAsksForInstance.web static, or ask in an instance field, a test or a @BeforeEach method""");
  }

  static class NoSpec {
    @Start static final String APP = "busybox:1";
  }

  @Test
  void a_start_field_that_describes_no_container_is_refused() {
    refused(
        NoSpec.class,
        """
        PlanReaderTest.NoSpec.APP cannot be started: a String describes no container.
          Hint:       declare it as a ContainerSpec, or as something that implements Service""");
  }

  static class NoHandleType {
    @Start static final Service<?> APP = null;
  }

  @Test
  void a_service_that_does_not_tell_its_handle_is_refused() {
    refused(
        NoHandleType.class,
        """
        PlanReaderTest.NoHandleType.APP is declared as a Service, which does not tell the type of its handle.
          Hint:       declare it as what it is, or as Service<Its handle>""");
  }

  static class OneAlias {
    @Start static final ContainerSpec ORDER_DB = SPEC;
    @Start final ContainerSpec orderDb = SPEC;
  }

  @Test
  void two_fields_of_one_network_name_are_refused() {
    refused(
        OneAlias.class,
        """
        PlanReaderTest.OneAlias.ORDER_DB and PlanReaderTest.OneAlias.orderDb would both be order-db on the network.
          Seen from:  PlanReaderTest.OneAlias
          Hint:       rename one of the fields""");
  }

  static class Hidden extends Base {
    @Start private static final ContainerSpec DB = SPEC;
  }

  @Test
  void a_field_that_hides_one_of_a_superclass_is_refused() {
    refused(
        Hidden.class,
        """
        PlanReaderTest.Base.DB and PlanReaderTest.Hidden.DB would both be db on the network.
          Seen from:  PlanReaderTest.Hidden
          Hint:       rename one of the fields""");
  }

  static class TwiceInherited extends Base {
    @Nested
    class Inner extends Base {}
  }

  @Test
  void a_superclass_of_both_an_outer_and_a_nested_class_is_refused() {
    refused(
        TwiceInherited.class,
        """
        PlanReaderTest.Base.DB would be started twice, for PlanReaderTest.TwiceInherited and for PlanReaderTest.TwiceInherited.Inner in it.
          Hint:       a nested class sees the containers around it and need not inherit them""");
  }

  static class Strange {
    @Start static final ContainerSpec __ = SPEC;
  }

  @Test
  void a_name_that_no_network_takes_is_refused() {
    refused(
        Strange.class,
        """
        PlanReaderTest.Strange.__ cannot be a name on a network.
          Hint:       name the field with the letters a to z, digits and '_'""");
  }

  private static void refused(Class<?> testClass, String message) {
    assertThatThrownBy(() -> PlanReader.read(testClass))
        .isInstanceOf(Refusal.class)
        .hasMessage(message);
  }
}
