package dev.drydock.junit5.launcher;

import dev.drydock.junit5.WithContainers;
import dev.drydock.runtime.RunAhead;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
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

  /** What runs that go on have said; what a build tool has said is another's, and stays. */
  private static final Set<String> SAID = ConcurrentHashMap.newKeySet();

  /** What a run said within which this one is. */
  private @Nullable String before;

  private @Nullable String mine;

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
    if (before == null || SAID.contains(before)) {
      mine = names;
      SAID.add(names);
      System.setProperty(RunAhead.CLASSES_PROPERTY, names);
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
    String said = mine;
    mine = null;
    if (said != null) {
      SAID.remove(said);
      if (before == null) {
        System.clearProperty(RunAhead.CLASSES_PROPERTY);
      } else {
        System.setProperty(RunAhead.CLASSES_PROPERTY, before);
      }
    }
  }
}
