package dev.drydock.benchmarks.junit;

import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;

/** Counts the tests that have passed, and prints what has failed. */
final class Tally implements TestExecutionListener {

  private int passed;
  private int failed;

  /** How many tests have passed; none when anything has failed. */
  int passed() {
    return failed > 0 ? 0 : passed;
  }

  @Override
  public void executionFinished(TestIdentifier identifier, TestExecutionResult result) {
    if (result.getStatus() != TestExecutionResult.Status.SUCCESSFUL) {
      failed++;
      System.err.println(identifier.getDisplayName());
      result.getThrowable().ifPresent(Throwable::printStackTrace);
    } else if (identifier.isTest()) {
      passed++;
    }
  }

  @Override
  public void executionSkipped(TestIdentifier identifier, String reason) {
    failed++;
    System.err.println(identifier.getDisplayName() + " was skipped: " + reason);
  }
}
