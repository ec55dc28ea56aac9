package dev.drydock.junit5.launcher;

import java.util.LinkedHashSet;
import java.util.Set;
import org.junit.platform.engine.support.descriptor.ClassSource;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;

/**
 * Learns the test classes of a run from JUnit's launcher, by their names: no class is initialised
 * for it. JUnit gives the launcher's listeners and the engine's extensions nothing in common but
 * the JVM, so the names go through a system property, which a build tool may set as well.
 */
public final class RunClasses implements TestExecutionListener {

  /** The system property: names of classes in their order, with commas between them. */
  public static final String PROPERTY = "drydock.run.classes";

  /** Made by JUnit's launcher. */
  public RunClasses() {}

  @Override
  public void testPlanExecutionStarted(TestPlan plan) {
    Set<String> names = new LinkedHashSet<>();
    for (TestIdentifier each : plan.getRoots()) {
      collect(plan, each, names);
    }
    System.setProperty(PROPERTY, String.join(",", names));
  }

  /** The outermost classes, in whose order the run goes. */
  private static void collect(TestPlan plan, TestIdentifier around, Set<String> names) {
    for (TestIdentifier each : plan.getChildren(around)) {
      if (each.getSource().orElse(null) instanceof ClassSource source) {
        names.add(source.getClassName());
      } else {
        collect(plan, each, names);
      }
    }
  }

  @Override
  public void testPlanExecutionFinished(TestPlan plan) {
    System.clearProperty(PROPERTY);
  }
}
