package dev.drydock.assertj;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.drydock.model.ExecResult;
import org.assertj.core.api.AbstractAssert;

/** Assertions about what a command left; a failure quotes all of it. */
public final class ExecResultAssert extends AbstractAssert<ExecResultAssert, ExecResult> {

  ExecResultAssert(ExecResult actual) {
    super(actual, ExecResultAssert.class);
  }

  private String all() {
    return "  exit code "
        + actual.exitCode()
        + "\n  stdout: "
        + actual.stdout().strip()
        + "\n  stderr: "
        + actual.stderr().strip();
  }

  /** Its exit code is 0. */
  @CanIgnoreReturnValue
  public ExecResultAssert succeeded() {
    return hasExitCode(0);
  }

  /** Its exit code is not 0. */
  @CanIgnoreReturnValue
  public ExecResultAssert failed() {
    isNotNull();
    if (actual.succeeded()) {
      throw failure("Expecting the command to fail, but it left%n%s", all());
    }
    return this;
  }

  /** Its exit code is this one. */
  @CanIgnoreReturnValue
  public ExecResultAssert hasExitCode(int exitCode) {
    isNotNull();
    if (actual.exitCode() != exitCode) {
      throw failureWithActualExpected(
          actual.exitCode(),
          exitCode,
          "Expecting exit code %s, but the command left%n%s",
          exitCode,
          all());
    }
    return this;
  }

  /** It wrote this text to standard output, and no other; white space around it does not count. */
  @CanIgnoreReturnValue
  public ExecResultAssert hasStdout(String text) {
    isNotNull();
    if (!actual.stdout().strip().equals(text.strip())) {
      throw failureWithActualExpected(
          actual.stdout().strip(),
          text.strip(),
          "Expecting standard output%n  %s%nbut the command left%n%s",
          text.strip(),
          all());
    }
    return this;
  }

  /** Standard output contains this text. */
  @CanIgnoreReturnValue
  public ExecResultAssert stdoutContains(String text) {
    isNotNull();
    if (!actual.stdout().contains(text)) {
      throw failure(
          "Expecting standard output to contain \"%s\", but the command left%n%s", text, all());
    }
    return this;
  }

  /** Standard error contains this text. */
  @CanIgnoreReturnValue
  public ExecResultAssert stderrContains(String text) {
    isNotNull();
    if (!actual.stderr().contains(text)) {
      throw failure(
          "Expecting standard error to contain \"%s\", but the command left%n%s", text, all());
    }
    return this;
  }

  /** It wrote nothing to standard error. */
  @CanIgnoreReturnValue
  public ExecResultAssert hasNoStderr() {
    isNotNull();
    if (!actual.stderr().isEmpty()) {
      throw failure("Expecting nothing on standard error, but the command left%n%s", all());
    }
    return this;
  }
}
