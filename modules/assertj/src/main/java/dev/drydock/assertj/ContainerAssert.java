package dev.drydock.assertj;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.drydock.model.ContainerState;
import dev.drydock.model.DrydockException;
import dev.drydock.model.Health;
import dev.drydock.model.LogLine;
import dev.drydock.runtime.Container;
import dev.drydock.runtime.LogMark;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.assertj.core.api.AbstractAssert;

/**
 * Assertions about a live container. Each about its state asks the engine anew, and its failure
 * ends with the end of the log.
 */
public final class ContainerAssert extends AbstractAssert<ContainerAssert, Container> {

  private static final int TAIL = 20;

  ContainerAssert(Container actual) {
    super(actual, ContainerAssert.class);
  }

  private ContainerState state() {
    isNotNull();
    return actual.state();
  }

  private AssertionError failure(String wanted, ContainerState state) {
    return failureWithActualExpected(
        state.describe(),
        wanted,
        "Expecting %s%n  to be %s%n  but it was %s.%n%s",
        actual,
        wanted,
        state.describe(),
        tail());
  }

  private String tail() {
    List<LogLine> lines;
    try {
      lines = actual.logs().tail(TAIL).lines();
    } catch (DrydockException e) {
      return "  Log: " + e.getMessage();
    }
    StringBuilder text = new StringBuilder("  Log, its end:");
    for (LogLine each : lines) {
      text.append("\n    ").append(each.text());
    }
    return lines.isEmpty() ? "  Log: empty" : text.toString();
  }

  /** Its main process runs, and is not frozen. */
  @CanIgnoreReturnValue
  public ContainerAssert isRunning() {
    ContainerState state = state();
    if (!(state instanceof ContainerState.Running)) {
      throw failure("running", state);
    }
    return this;
  }

  /** Its processes are frozen. */
  @CanIgnoreReturnValue
  public ContainerAssert isPaused() {
    ContainerState state = state();
    if (!(state instanceof ContainerState.Paused)) {
      throw failure("paused", state);
    }
    return this;
  }

  /** It runs, and the engine's healthcheck finds it healthy. */
  @CanIgnoreReturnValue
  public ContainerAssert isHealthy() {
    return hasHealth(Health.HEALTHY, "healthy");
  }

  /** It runs, and the engine's healthcheck finds it unhealthy. */
  @CanIgnoreReturnValue
  public ContainerAssert isUnhealthy() {
    return hasHealth(Health.UNHEALTHY, "unhealthy");
  }

  private ContainerAssert hasHealth(Health health, String wanted) {
    ContainerState state = state();
    if (!state.equals(new ContainerState.Running(health))) {
      throw failure("running, " + wanted, state);
    }
    return this;
  }

  /** Its main process has ended. */
  @CanIgnoreReturnValue
  public ContainerAssert hasExited() {
    ContainerState state = state();
    if (!(state instanceof ContainerState.Exited)) {
      throw failure("exited", state);
    }
    return this;
  }

  /** Its main process has ended with this exit code. */
  @CanIgnoreReturnValue
  public ContainerAssert hasExitedWith(int exitCode) {
    ContainerState state = state();
    if (!(state instanceof ContainerState.Exited exited) || exited.exitCode() != exitCode) {
      throw failure("exited with code " + exitCode, state);
    }
    return this;
  }

  /** Its main process was killed by the kernel for lack of memory. */
  @CanIgnoreReturnValue
  public ContainerAssert isOutOfMemory() {
    ContainerState state = state();
    if (!(state instanceof ContainerState.Exited exited) || !exited.outOfMemory()) {
      throw failure("out of memory", state);
    }
    return this;
  }

  /** It is in this state. */
  @CanIgnoreReturnValue
  public ContainerAssert hasState(ContainerState wanted) {
    ContainerState state = state();
    if (!state.equals(wanted)) {
      throw failure(wanted.describe(), state);
    }
    return this;
  }

  /** A file in it holds this text, in UTF-8, and no other. */
  @CanIgnoreReturnValue
  public ContainerAssert hasFile(String containerPath, String content) {
    isNotNull();
    String found;
    try {
      found = new String(actual.readFile(containerPath), StandardCharsets.UTF_8);
    } catch (DrydockException e) {
      throw failure(
          "Expecting %s to have the file %s, but: %s%n%s",
          actual, containerPath, e.getMessage(), tail());
    }
    if (!found.equals(content)) {
      throw failureWithActualExpected(
          found,
          content,
          "Expecting file %s of %s to hold%n  %s%nbut it holds%n  %s%n%s",
          containerPath,
          actual,
          content,
          found,
          tail());
    }
    return this;
  }

  /** About all that it has written. */
  public LogsAssert logs() {
    isNotNull();
    return new LogsAssert(actual.logs()).as("log of %s", actual);
  }

  /** About what it has written since the mark was set. */
  public LogsAssert logsSince(LogMark mark) {
    isNotNull();
    return new LogsAssert(actual.logs().since(mark)).as("log of %s since the mark", actual);
  }
}
