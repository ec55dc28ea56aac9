package dev.drydock.junit5.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import dev.drydock.runtime.RunAhead;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.platform.launcher.TestPlan;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

class RunClassesTest {

  static class First {
    @Test
    void passes() {}
  }

  static class Second {
    @Test
    void passes() {}
  }

  private final @Nullable String before = names();

  private static @Nullable String names() {
    return System.getProperty(RunAhead.CLASSES_PROPERTY);
  }

  @AfterEach
  void restore() {
    if (before == null) {
      System.clearProperty(RunAhead.CLASSES_PROPERTY);
    } else {
      System.setProperty(RunAhead.CLASSES_PROPERTY, before);
    }
  }

  private static TestPlan plan(Class<?> test) {
    return LauncherFactory.create()
        .discover(LauncherDiscoveryRequestBuilder.request().selectors(selectClass(test)).build());
  }

  @Test
  void what_a_build_tool_has_said_stays() {
    System.setProperty(RunAhead.CLASSES_PROPERTY, "a.B,c.D");
    RunClasses classes = new RunClasses();
    classes.testPlanExecutionStarted(plan(First.class));
    assertEquals("a.B,c.D", names());
    classes.testPlanExecutionFinished(plan(First.class));
    assertEquals("a.B,c.D", names());
  }

  @Test
  void a_run_within_a_run_says_its_own_and_leaves_the_others() {
    System.clearProperty(RunAhead.CLASSES_PROPERTY);
    RunClasses outer = new RunClasses();
    outer.testPlanExecutionStarted(plan(First.class));
    assertEquals(First.class.getName(), names());
    RunClasses inner = new RunClasses();
    inner.testPlanExecutionStarted(plan(Second.class));
    assertEquals(Second.class.getName(), names());
    inner.testPlanExecutionFinished(plan(Second.class));
    assertEquals(First.class.getName(), names());
    outer.testPlanExecutionFinished(plan(First.class));
    assertEquals(null, names());
  }
}
