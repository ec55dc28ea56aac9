package dev.drydock.junit5.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import dev.drydock.runtime.RunAhead;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
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

  private static final String OURS = RunAhead.CLASSES_PROPERTY + ".of.launcher";

  private final Map<String, String> before = new HashMap<>();

  private static @Nullable String names() {
    return System.getProperty(RunAhead.CLASSES_PROPERTY);
  }

  @BeforeEach
  void remember() {
    for (String each : List.of(RunAhead.CLASSES_PROPERTY, OURS)) {
      String value = System.getProperty(each);
      if (value != null) {
        before.put(each, value);
      }
      System.clearProperty(each);
    }
  }

  @AfterEach
  void restore() {
    System.clearProperty(RunAhead.CLASSES_PROPERTY);
    System.clearProperty(OURS);
    before.forEach(System::setProperty);
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
