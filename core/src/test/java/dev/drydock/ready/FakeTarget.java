package dev.drydock.ready;

import dev.drydock.model.ContainerPort;
import dev.drydock.model.ContainerState;
import dev.drydock.model.Endpoint;
import dev.drydock.model.ExecResult;
import dev.drydock.model.Health;
import dev.drydock.model.LogLine;
import dev.drydock.model.LogSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** A container that a test sets up by hand. */
public final class FakeTarget implements Target {

  public Verdict port = Verdict.notYet("connection refused");
  public Verdict health = Verdict.notYet("starting");
  public ExecResult exec = ExecResult.of(0, new byte[0], new byte[0]);
  public ContainerState state = new ContainerState.Running(Health.NONE);
  public Endpoint endpoint = new Endpoint("localhost", 1);
  private final List<Consumer<LogLine>> listeners = new ArrayList<>();

  /** Lets the container write a line. */
  public void writes(String text) {
    for (Consumer<LogLine> each : listeners) {
      each.accept(new LogLine(LogSource.STDOUT, text));
    }
  }

  @Override
  public String name() {
    return "fake";
  }

  @Override
  public Endpoint endpoint(ContainerPort containerPort) {
    return endpoint;
  }

  @Override
  public Verdict accepts(ContainerPort containerPort) {
    return port;
  }

  @Override
  public ExecResult exec(String... command) {
    return exec;
  }

  @Override
  public Verdict healthcheck() {
    return health;
  }

  @Override
  public ContainerState state() {
    return state;
  }

  @Override
  public void onLogLine(Consumer<LogLine> listener) {
    listeners.add(listener);
  }
}
