package dev.drydock.assertj;

import dev.drydock.model.ExecResult;
import dev.drydock.runtime.Container;
import dev.drydock.runtime.Image;
import dev.drydock.runtime.Logs;

/**
 * Where assertions about what Drydock runs begin; to be imported beside AssertJ's own {@code
 * assertThat}. Each failure of one about a container ends with the end of its log.
 */
public final class DrydockAssertions {

  private DrydockAssertions() {}

  /** About a live container: its state, health, files and log. */
  public static ContainerAssert assertThat(Container actual) {
    return new ContainerAssert(actual);
  }

  /** About an image: its configuration and size. */
  public static ImageAssert assertThat(Image actual) {
    return new ImageAssert(actual);
  }

  /** About what a container has written, or the part of it that was asked for. */
  public static LogsAssert assertThat(Logs actual) {
    return new LogsAssert(actual);
  }

  /** About what a command left. */
  public static ExecResultAssert assertThat(ExecResult actual) {
    return new ExecResultAssert(actual);
  }
}
