package dev.drydock.junit5;

import dev.drydock.Drydock;
import dev.drydock.model.ContainerStartException;
import dev.drydock.model.InterruptedWaitException;
import dev.drydock.runtime.Environment;
import dev.drydock.runtime.Session;
import java.util.Arrays;
import java.util.Objects;
import java.util.function.Supplier;
import org.junit.platform.commons.support.ReflectionSupport;

/**
 * An environment of this run: started on first use, in a session of its own that the run closes.
 */
final class SharedEnvironment {

  private static final class NotStarted extends RuntimeException {

    private static final long serialVersionUID = 1L;

    NotStarted(Throwable cause) {
      super(cause);
    }
  }

  private final Class<? extends Environment<?>> type;
  private final Supplier<Drydock> drydock;
  private final Lazy<Object> value;

  SharedEnvironment(Class<? extends Environment<?>> type, Supplier<Drydock> drydock) {
    this.type = type;
    this.drydock = drydock;
    this.value = new Lazy<>(Names.of(type), this::start);
  }

  /**
   * What the environment gives.
   *
   * @throws ContainerStartException each time, when its start failed
   */
  Object value() {
    try {
      return value.get();
    } catch (NotStarted e) {
      Throwable cause = Objects.requireNonNull(e.getCause());
      throw new ContainerStartException(
          new Report(Names.of(type) + " did not start, and is not tried again in this run.")
              .line("Cause", String.valueOf(cause.getMessage()))
              .toString(),
          cause);
    }
  }

  private Object start() {
    Session session = drydock.get().openSession();
    try {
      return Objects.requireNonNull(
          make().start(session), () -> Names.of(type) + ".start returned null");
    } catch (Throwable e) {
      close(session, e);
      if (e instanceof InterruptedWaitException interrupted) {
        throw interrupted;
      }
      throw new NotStarted(e);
    }
  }

  private Environment<?> make() {
    if (Arrays.stream(type.getDeclaredConstructors()).noneMatch(e -> e.getParameterCount() == 0)) {
      throw new IllegalStateException(
          Names.of(type)
              + " has no constructor without parameters; a nested class needs to be static for one");
    }
    return ReflectionSupport.newInstance(type);
  }

  private static void close(Session session, Throwable failure) {
    try {
      session.close();
    } catch (RuntimeException e) {
      failure.addSuppressed(e);
    }
  }
}
