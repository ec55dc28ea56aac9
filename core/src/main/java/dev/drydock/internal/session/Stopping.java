package dev.drydock.internal.session;

import dev.drydock.engine.Engine;
import dev.drydock.engine.EngineLife;
import dev.drydock.model.ContainerState;
import dev.drydock.model.StopResult;
import java.time.Duration;
import java.util.OptionalInt;

/** The end of a container's main process, asked for. */
final class Stopping {

  private static final int KILLED = 137;
  private static final Duration AFTER_KILL = Duration.ofMinutes(1);

  private final Engine engine;
  private final String id;
  private final Duration grace;

  Stopping(Engine engine, String id, Duration grace) {
    if (grace.isNegative()) {
      throw new IllegalArgumentException("grace period must be 0 or more, was " + grace);
    }
    this.engine = engine;
    this.id = id;
    this.grace = grace;
  }

  /** By the container's own stop signal. */
  StopResult run() {
    if (!engine.containers().inspect(id).state().isAlive()) {
      return ended(Duration.ZERO, false);
    }
    long begin = System.nanoTime();
    engine.containers().stop(id, grace);
    Duration took = Duration.ofNanos(System.nanoTime() - begin);
    return ended(took, took.compareTo(grace) >= 0);
  }

  private StopResult ended(Duration took, boolean late) {
    ContainerState state = engine.containers().inspect(id).state();
    int code = state instanceof ContainerState.Exited exited ? exited.exitCode() : 0;
    return new StopResult(code, took, late && code == KILLED);
  }

  /** By this signal. */
  StopResult by(String signal) {
    if (!engine.containers().inspect(id).state().isAlive()) {
      return ended(Duration.ZERO, false);
    }
    EngineLife life = engine.containers().life();
    long begin = System.nanoTime();
    life.kill(id, signal);
    OptionalInt code = grace.isZero() ? OptionalInt.empty() : life.awaitEnd(id, grace);
    boolean killed = code.isEmpty();
    if (killed) {
      life.kill(id, "SIGKILL");
      code = life.awaitEnd(id, AFTER_KILL);
    }
    return new StopResult(code.orElse(KILLED), Duration.ofNanos(System.nanoTime() - begin), killed);
  }
}
