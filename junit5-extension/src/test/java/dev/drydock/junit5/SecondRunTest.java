package dev.drydock.junit5;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import dev.drydock.runtime.Container;
import dev.drydock.spec.ContainerSpec;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.reporting.ReportEntry;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** Runs by JUnit's launcher, which finds its listeners by itself as in a build. */
@Tag("engine")
class SecondRunTest {

  private static final String SECOND_RUN = "test.second.run";
  private static final String INITIALISED = "test.second.class.initialised";

  @TempDir private Path directory;

  @AfterEach
  void nothing_is_left() {
    assertThat(Kit.left()).isEmpty();
  }

  @WithContainers
  static class FirstClass {
    @Start static final ContainerSpec APP = Busybox.serving("first");
    @From static Container app;

    @Test
    void sees_what_is_there(TestReporter reporter) {
      if (Boolean.getBoolean(SECOND_RUN)) {
        await().atMost(Duration.ofSeconds(20)).until(() -> Kit.left().size() == 2);
      }
      if (!Boolean.getBoolean(SECOND_RUN)) {
        assertThat(System.getProperty(INITIALISED)).isNull();
      }
      reporter.publishEntry("there", String.join(",", Kit.left()));
    }
  }

  @WithContainers
  static class SecondClass {
    static {
      System.setProperty(INITIALISED, "true");
    }

    @Start static final ContainerSpec APP = Busybox.serving("second");
    @From static Container app;

    @Test
    void reads_its_page(TestReporter reporter) {
      assertThat(Busybox.read(app.endpoint(80))).contains("second");
      reporter.publishEntry("second", app.name());
    }
  }

  private Map<String, String> run() {
    Map<String, String> told = new TreeMap<>();
    List<Throwable> failures = new ArrayList<>();
    LauncherFactory.create()
        .execute(
            LauncherDiscoveryRequestBuilder.request()
                .selectors(selectClass(FirstClass.class), selectClass(SecondClass.class))
                .configurationParameter("drydock.prefetch", "2")
                .configurationParameter(
                    "drydock.prefetch.file", directory.resolve("plans.json").toString())
                .build(),
            new TestExecutionListener() {
              @Override
              public void reportingEntryPublished(TestIdentifier test, ReportEntry entry) {
                told.putAll(entry.getKeyValuePairs());
              }

              @Override
              public void executionFinished(TestIdentifier test, TestExecutionResult result) {
                result.getThrowable().ifPresent(failures::add);
              }
            });
    assertThat(failures).isEmpty();
    return told;
  }

  @Test
  void the_second_run_makes_the_next_class_its_container_ahead() {
    Map<String, String> first = run();
    assertThat(first.get("there")).doesNotContain(first.get("second")).doesNotContain(",");
    System.setProperty(SECOND_RUN, "true");
    try {
      Map<String, String> second = run();
      assertThat(second.get("there")).contains(second.get("second"));
    } finally {
      System.clearProperty(SECOND_RUN);
    }
  }
}
