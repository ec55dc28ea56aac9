package dev.drydock.junit5;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.extension.ExtensionContext;
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

  static final String PROPERTY = "drydock.run.classes";

  /** Made by JUnit's launcher. */
  public RunClasses() {}

  /** The names of the run's classes in their order; none when nobody has told. */
  static List<String> of(ExtensionContext context) {
    String names =
        context
            .getConfigurationParameter(PROPERTY)
            .orElseGet(() -> System.getProperty(PROPERTY, ""));
    return names.isEmpty() ? List.of() : List.of(names.split(","));
  }

  @Override
  public void testPlanExecutionStarted(TestPlan plan) {
    Set<String> names = new LinkedHashSet<>();
    for (TestIdentifier each : plan.getRoots()) {
      collect(plan, each, names);
    }
    System.setProperty(PROPERTY, String.join(",", new ArrayList<>(names)));
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
