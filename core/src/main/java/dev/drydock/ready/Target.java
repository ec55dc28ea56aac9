package dev.drydock.ready;

import dev.drydock.model.ContainerPort;
import dev.drydock.model.ContainerState;
import dev.drydock.model.Endpoint;
import dev.drydock.model.ExecResult;
import dev.drydock.model.LogLine;
import java.util.function.Consumer;

/** The container that a readiness condition looks at. Drydock implements it. */
public interface Target {

  /** The container's name, as it stands in reports. */
  String name();

  /**
   * Where the test reaches a published port.
   *
   * @throws IllegalArgumentException when the description does not name the port
   */
  Endpoint endpoint(ContainerPort port);

  /**
   * Whether a process in the container accepts connections at a TCP port now. The engine's own
   * proxy at the published port, which accepts before there is anybody behind it, is not taken for
   * one.
   */
  Verdict accepts(ContainerPort port);

  /** Runs a command in the container and waits for it. */
  ExecResult exec(String... command);

  /**
   * Runs the container's healthcheck command once, without waiting for the engine's next turn;
   * ready when it succeeds or the engine already says healthy, never when there is no healthcheck.
   */
  Verdict healthcheck();

  /** The container's state as of the last event or inspection. */
  ContainerState state();

  /**
   * Hands every line the container has written since its start, and will write until the wait ends,
   * to the listener, in order, on a thread of its own; after each line the wait looks again at
   * once.
   */
  void onLogLine(Consumer<LogLine> listener);
}
