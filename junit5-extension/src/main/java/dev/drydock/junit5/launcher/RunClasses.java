package dev.drydock.junit5.launcher;

import dev.drydock.junit5.WithContainers;
import dev.drydock.runtime.RunAhead;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.platform.commons.JUnitException;
import org.junit.platform.commons.support.AnnotationSupport;
import org.junit.platform.engine.support.descriptor.ClassSource;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;

/**
 * Learns the test classes of a run from JUnit's launcher: no class is initialised for it. JUnit
 * gives the launcher's listeners and the engine's extensions nothing in common but the JVM, so the
 * names go through a system property, which a build tool may set as well.
 */
public final class RunClasses implements TestExecutionListener {

  /** The same names, if it was one of these that said them; what a build tool has said stays. */
  private static final String OURS = RunAhead.CLASSES_PROPERTY + ".of.launcher";

  /** What a run has said within which this one is. */
  private @Nullable String before;

  private boolean said;

  /** Made by JUnit's launcher. */
  public RunClasses() {}

  @Override
  public void testPlanExecutionStarted(TestPlan plan) {
    Map<String, ClassSource> classes = new LinkedHashMap<>();
    for (TestIdentifier each : plan.getRoots()) {
      collect(plan, each, classes);
    }
    say(String.join(",", classes.keySet()));
    if (classes.values().stream().anyMatch(RunClasses::wantsContainers)) {
      Warmup.begin();
    }
  }

  private void say(String names) {
    before = System.getProperty(RunAhead.CLASSES_PROPERTY);
    said = before == null || before.equals(System.getProperty(OURS));
    if (said) {
      put(names);
    }
  }

  private static void put(@Nullable String names) {
    for (String each : new String[] {RunAhead.CLASSES_PROPERTY, OURS}) {
      if (names == null) {
        System.clearProperty(each);
      } else {
        System.setProperty(each, names);
      }
    }
  }

  /** The outermost classes, in whose order the run goes. */
  private static void collect(
      TestPlan plan, TestIdentifier around, Map<String, ClassSource> classes) {
    for (TestIdentifier each : plan.getChildren(around)) {
      if (each.getSource().orElse(null) instanceof ClassSource source) {
        classes.putIfAbsent(source.getClassName(), source);
      } else {
        collect(plan, each, classes);
      }
    }
  }

  private static boolean wantsContainers(ClassSource source) {
    try {
      return AnnotationSupport.isAnnotated(source.getJavaClass(), WithContainers.class);
    } catch (JUnitException e) {
      // A test engine that is not Jupiter may name as a class what is none.
      return false;
    }
  }

  @Override
  public void testPlanExecutionFinished(TestPlan plan) {
    if (said) {
      put(before);
    }
  }
}
