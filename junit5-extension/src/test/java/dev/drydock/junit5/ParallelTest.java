package dev.drydock.junit5;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drydock.junit5.Busybox.Web;
import dev.drydock.junit5.Busybox.WebSpec;
import dev.drydock.runtime.Container;
import dev.drydock.spec.ContainerSpec;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Tests and classes at the same time: right, or refused. */
@Tag("engine")
class ParallelTest {

  @AfterEach
  void nothing_is_left() {
    assertThat(Kit.left()).isEmpty();
  }

  @WithContainers
  static class EachTestItsOwn {
    @Start static final ContainerSpec DB = Busybox.serving("db");

    @Start final ContainerSpec app = Busybox.needing("db");

    @RepeatedTest(4)
    void sees_its_own(@From("app") Container app, TestReporter reporter) {
      assertThat(Busybox.ask(app, "localhost")).isEqualTo("db");
      reporter.publishEntry("app", app.id());
    }
  }

  @Test
  void each_test_has_its_own_container_beside_that_of_the_class() {
    assertThat(Kit.runInParallel(EachTestItsOwn.class).reported("app"))
        .hasSize(4)
        .doesNotHaveDuplicates();
  }

  @WithContainers
  static class OwnGroups {
    @Start
    final ContainerSpec db =
        Busybox.running(
                "sh", "-c", "mkdir /www; hostname >/www/index.html; exec httpd -f -p 80 -h /www")
            .withPort(80);

    @Start(after = "db")
    final ContainerSpec app = Busybox.needing("db");

    @RepeatedTest(4)
    void reaches_its_own(@From("app") Container app, @From("db") Container db) {
      assertThat(db.id()).startsWith(Busybox.ask(app, "localhost").strip());
    }
  }

  @Test
  void the_group_of_a_test_reaches_nobody_elses() {
    assertThat(Kit.runInParallel(OwnGroups.class).passed()).isEqualTo(4);
  }

  @WithContainers
  static class FirstClass {
    @Start static final ContainerSpec DB = Busybox.serving("first");

    @Start(after = "DB")
    static final ContainerSpec APP = Busybox.needing("db");

    @Test
    void sees_its_own(@From("APP") Container app) {
      assertThat(Busybox.ask(app, "localhost")).isEqualTo("first");
    }
  }

  @WithContainers
  static class SecondClass {
    @Start static final ContainerSpec DB = Busybox.serving("second");

    @Start(after = "DB")
    static final ContainerSpec APP = Busybox.needing("db");

    @Test
    void sees_its_own(@From("APP") Container app) {
      assertThat(Busybox.ask(app, "localhost")).isEqualTo("second");
    }
  }

  @Test
  void classes_have_networks_of_their_own() {
    assertThat(Kit.runInParallel(FirstClass.class, SecondClass.class).passed()).isEqualTo(2);
  }

  /** Lets the one test that runs wait until another one was refused. */
  static final class Refused implements AfterEachCallback {

    private static final Map<Class<?>, CountDownLatch> LATCHES = new ConcurrentHashMap<>();

    private static CountDownLatch of(Class<?> testClass) {
      return LATCHES.computeIfAbsent(testClass, key -> new CountDownLatch(1));
    }

    static void await(Object test) throws InterruptedException {
      assertThat(of(test.getClass()).await(60, TimeUnit.SECONDS)).as("one is refused").isTrue();
    }

    @Override
    public void afterEach(ExtensionContext context) {
      if (context.getExecutionException().isPresent()) {
        of(context.getRequiredTestClass()).countDown();
      }
    }
  }

  @TestInstance(TestInstance.Lifecycle.PER_CLASS)
  @Execution(ExecutionMode.CONCURRENT)
  @WithContainers
  @ExtendWith(Refused.class)
  static class OneField {
    @Start final WebSpec spec = new WebSpec("web");
    @From Web web;

    @RepeatedTest(2)
    void waits() throws InterruptedException {
      Refused.await(this);
    }
  }

  @Test
  void one_field_for_the_handles_of_parallel_tests_is_refused() {
    assertThat(Kit.runInParallel(OneField.class).failures())
        .singleElement()
        .isInstanceOf(ExtensionConfigurationException.class)
        .extracting(Throwable::getMessage)
        .asString()
        .startsWith("ParallelTest.OneField.web cannot hold two handles at the same time.");
  }

  @WithContainers
  @ExtendWith(Refused.class)
  static class OneNetwork {
    @Start static final ContainerSpec QUEUE = Busybox.serving("queue");
    @Start final ContainerSpec db = Busybox.serving("db");

    @Start(after = "db")
    final ContainerSpec app = Busybox.needing("db");

    @RepeatedTest(2)
    void waits() throws InterruptedException {
      Refused.await(this);
    }
  }

  @Test
  void groups_of_parallel_tests_on_the_network_of_their_class_are_refused() {
    assertThat(Kit.runInParallel(OneNetwork.class).failures())
        .singleElement()
        .isInstanceOf(ExtensionConfigurationException.class)
        .extracting(Throwable::getMessage)
        .isEqualTo(
            """
            ParallelTest.OneNetwork.db cannot be reachable as db twice on one network at the same time.
              On it:      a test of ParallelTest.OneNetwork
              Wanted by:  a test of ParallelTest.OneNetwork
              Hint:       run them one after another with @Execution(SAME_THREAD), or make the field static""");
  }
}
