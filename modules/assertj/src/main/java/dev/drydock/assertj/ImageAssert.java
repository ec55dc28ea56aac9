package dev.drydock.assertj;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.drydock.model.ContainerPort;
import dev.drydock.model.DataSize;
import dev.drydock.model.image.ImageDetails;
import dev.drydock.runtime.Image;
import java.util.List;
import java.util.Objects;
import org.assertj.core.api.AbstractAssert;
import org.jspecify.annotations.Nullable;

/** Assertions about an image; each asks the engine anew. */
public final class ImageAssert extends AbstractAssert<ImageAssert, Image> {

  ImageAssert(Image actual) {
    super(actual, ImageAssert.class);
  }

  private ImageDetails details() {
    isNotNull();
    return actual.details();
  }

  private void require(String what, @Nullable Object wanted, @Nullable Object has) {
    if (!Objects.equals(wanted, has)) {
      throw failureWithActualExpected(
          has,
          wanted,
          "Expecting image %s%n  to have %s %s%n  but it has %s.",
          actual.name(),
          what,
          wanted,
          has == null ? "none" : has);
    }
  }

  /** A container of it gets this environment variable when nothing else is said. */
  @CanIgnoreReturnValue
  public ImageAssert hasEnv(String variable, String value) {
    require("variable " + variable, value, details().config().env().get(variable));
    return this;
  }

  /** It has this label. */
  @CanIgnoreReturnValue
  public ImageAssert hasLabel(String label, String value) {
    require("label " + label, value, details().config().labels().get(label));
    return this;
  }

  /** A container of it runs this command, word by word, when nothing else is said. */
  @CanIgnoreReturnValue
  public ImageAssert hasCommand(String... words) {
    require("command", List.of(words), details().config().command());
    return this;
  }

  /** Its entry point is this, word by word. */
  @CanIgnoreReturnValue
  public ImageAssert hasEntrypoint(String... words) {
    require("entry point", List.of(words), details().config().entrypoint());
    return this;
  }

  /** A container of it runs as this user, by name or number, when nothing else is said. */
  @CanIgnoreReturnValue
  public ImageAssert hasUser(String user) {
    require("user", user, details().config().user());
    return this;
  }

  /** It exposes this TCP port. */
  @CanIgnoreReturnValue
  public ImageAssert exposes(int port) {
    List<ContainerPort> ports = details().config().exposedPorts();
    if (!ports.contains(ContainerPort.tcp(port))) {
      throw failure(
          "Expecting image %s%n  to expose port %s%n  but it exposes %s.",
          actual.name(), ContainerPort.tcp(port), ports.isEmpty() ? "none" : ports);
    }
    return this;
  }

  /** All its layers together, unpacked, are no larger than this. */
  @CanIgnoreReturnValue
  public ImageAssert isNoLargerThan(DataSize most) {
    DataSize size = details().size();
    if (size.compareTo(most) > 0) {
      throw failure(
          "Expecting image %s%n  to be no larger than %s%n  but it has %s.",
          actual.name(), most, size);
    }
    return this;
  }
}
