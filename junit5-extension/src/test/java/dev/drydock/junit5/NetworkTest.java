package dev.drydock.junit5;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drydock.runtime.Container;
import dev.drydock.runtime.Session;
import dev.drydock.spec.ContainerSpec;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;

/** Who reaches whom, and in which order they start. */
@Tag("engine")
class NetworkTest {

  @AfterEach
  void nothing_is_left() {
    assertThat(Kit.left()).isEmpty();
  }

  @WithContainers
  static class AppNeedsDatabase {
    @Start static final ContainerSpec ORDER_DB = Busybox.serving("orders");

    @Start(after = "ORDER_DB")
    static final ContainerSpec APP = Busybox.needing("order-db");

    @Test
    void is_up(@From("APP") Container app) {
      assertThat(Busybox.ask(app, "localhost")).isEqualTo("orders");
    }
  }

  @Test
  void an_application_that_ends_without_its_database_starts_after_it() {
    assertThat(Kit.run(AppNeedsDatabase.class).passed()).isEqualTo(1);
  }

  @WithContainers
  static class Alone {
    @Start static final ContainerSpec APP = Busybox.serving("alone");

    @Test
    void counts(TestReporter reporter) {
      reporter.publishEntry("left", String.join(", ", Kit.left()));
    }
  }

  @Test
  void one_container_makes_no_network() {
    assertThat(Kit.run(Alone.class).reported("left"))
        .singleElement()
        .asString()
        .startsWith("CONTAINER")
        .doesNotContain("NETWORK");
  }

  @WithContainers
  static class NoStart {
    @Test
    void counts(Session session, TestReporter reporter) {
      reporter.publishEntry("left", "" + Kit.left());
    }
  }

  @Test
  void a_class_that_starts_nothing_makes_nothing() {
    assertThat(Kit.run(NoStart.class).reported("left")).containsExactly("[]");
  }

  @WithContainers
  static class Levels {
    @Start static final ContainerSpec MAIN_DB = Busybox.serving("main");
    @Start final ContainerSpec testCache = Busybox.needing("main-db");

    @Test
    void instance_reaches_class(@From("testCache") Container cache) {
      assertThat(Busybox.ask(cache, "main-db")).isEqualTo("main");
    }

    @Test
    void class_reaches_instance(@From("MAIN_DB") Container db) {
      assertThat(Busybox.ask(db, "test-cache")).isEqualTo("main");
    }

    @Nested
    class Inside {
      @Start static final ContainerSpec SIDE_APP = Busybox.needing("main-db");
      @Start final ContainerSpec deepest = Busybox.needing("side-app");

      @Test
      void all_reach_each_other(
          @From("MAIN_DB") Container db,
          @From("deepest") Container deepest,
          @From("testCache") Container cache) {
        assertThat(Busybox.ask(db, "deepest")).isEqualTo("main");
        assertThat(Busybox.ask(deepest, "test-cache")).isEqualTo("main");
        assertThat(Busybox.ask(cache, "side-app")).isEqualTo("main");
      }

      @Test
      void there_is_one_network(TestReporter reporter) {
        List<String> networks =
            Kit.left().stream().filter(each -> each.startsWith("NETWORK")).toList();
        reporter.publishEntry("networks", "" + networks.size());
      }
    }
  }

  @Test
  void instance_fields_and_nested_classes_reach_the_outer_container_by_its_kebab_name() {
    assertThat(Kit.run(Levels.class).passed()).isEqualTo(4);
  }

  @Test
  void all_levels_share_one_network() {
    assertThat(Kit.run(Levels.class).reported("networks")).containsExactly("1");
  }

  @WithContainers
  static class InstanceFields {
    @Start final ContainerSpec db = Busybox.serving("db");

    @Start(after = "db")
    final ContainerSpec app = Busybox.needing("db");

    @Test
    void reaches_it(@From("app") Container app) {
      assertThat(Busybox.ask(app, "db")).isEqualTo("db");
    }
  }

  @Test
  void instance_fields_alone_share_a_network_for_each_test() {
    assertThat(Kit.run(InstanceFields.class).passed()).isEqualTo(1);
  }

  @WithContainers
  static class NestedNeedsOuter {
    @Nested
    class Inside {
      @Start(after = "DB")
      final ContainerSpec app = Busybox.needing("db");

      @Test
      void is_up(@From("app") Container app) {
        assertThat(Busybox.ask(app, "localhost")).isEqualTo("db");
      }
    }

    @Start static final ContainerSpec DB = Busybox.serving("db");
  }

  @Test
  void a_field_may_start_after_one_of_an_outer_level() {
    assertThat(Kit.run(NestedNeedsOuter.class).passed()).isEqualTo(1);
  }

  @WithContainers
  static class NestedVariants {
    @Nested
    class Old {
      @Start static final ContainerSpec DB = Busybox.serving("old");

      @Start(after = "DB")
      static final ContainerSpec APP = Busybox.needing("db");

      @Test
      void sees_its_own(@From("APP") Container app) {
        assertThat(Busybox.ask(app, "localhost")).isEqualTo("old");
      }
    }

    @Nested
    class New {
      @Start static final ContainerSpec DB = Busybox.serving("new");

      @Start(after = "DB")
      static final ContainerSpec APP = Busybox.needing("db");

      @Test
      void sees_its_own(@From("APP") Container app) {
        assertThat(Busybox.ask(app, "localhost")).isEqualTo("new");
      }
    }
  }

  @Test
  void sibling_classes_may_use_the_same_names() {
    assertThat(Kit.run(NestedVariants.class).passed()).isEqualTo(2);
  }
}
