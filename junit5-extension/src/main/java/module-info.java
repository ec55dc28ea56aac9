/** Containers as fields and parameters of JUnit Jupiter tests. */
// The 5 is the name of JUnit's programming model, which JUnit 6 has kept.
@SuppressWarnings("module")
module dev.drydock.junit5 {
  requires transitive dev.drydock.core;
  requires transitive org.junit.jupiter.api;
  requires static org.junit.platform.engine;
  requires static org.junit.platform.launcher;

  exports dev.drydock.junit5;

  // The extension itself is nobody's business but JUnit's, which makes it by reflection.
  opens dev.drydock.junit5 to
      org.junit.platform.commons;

  provides org.junit.platform.launcher.TestExecutionListener with
      dev.drydock.junit5.launcher.RunClasses;
}
