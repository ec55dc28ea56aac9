package dev.drydock.engine;

import dev.drydock.model.ContainerProcess;
import dev.drydock.model.ContainerSizes;
import dev.drydock.model.ContainerStats;
import dev.drydock.model.FileChange;
import dev.drydock.spec.container.Resources;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Consumer;

/**
 * What an engine does with a container while it lives, besides starting and stopping it. See {@link
 * Engine} for what holds for every verb.
 */
public interface EngineLife {

  /** Sends a signal, such as {@code HUP}, to the main process. {@code POST /containers/ID/kill}. */
  void kill(String containerId, String signal);

  /** Freezes all its processes. {@code POST /containers/ID/pause}. */
  void pause(String containerId);

  /** Lets them go on. {@code POST /containers/ID/unpause}. */
  void unpause(String containerId);

  /**
   * Waits until the main process has ended; its exit code, or empty when the time was over first.
   * {@code POST /containers/ID/wait}.
   */
  OptionalInt awaitEnd(String containerId, Duration limit);

  /** Gives it another name. {@code POST /containers/ID/rename}. */
  void rename(String containerId, String name);

  /** Limits anew what is said here, and leaves the rest. {@code POST /containers/ID/update}. */
  void limit(String containerId, Resources limits);

  /** What it uses now. {@code GET /containers/ID/stats}; at once from API 1.41 on, else 1 s. */
  ContainerStats stats(String containerId);

  /**
   * Hands over what it uses, once a second, until it ends or the subscription is closed. {@code GET
   * /containers/ID/stats?stream=1}.
   */
  Subscription followStats(String containerId, Consumer<ContainerStats> consumer);

  /**
   * Delivers all that happens to it. The engine has registered the subscription when this returns.
   * {@code GET /events}.
   *
   * @param events receives each event on a thread of the engine's own
   * @param broken is run once if the connection breaks before the subscription is closed
   */
  Subscription followEvents(String containerId, Consumer<EngineEvent> events, Runnable broken);

  /** Its processes. {@code GET /containers/ID/top}. */
  List<ContainerProcess> processes(String containerId);

  /** What differs from its image. {@code GET /containers/ID/changes}. */
  List<FileChange> changes(String containerId);

  /** What it takes on disk; slow. {@code GET /containers/ID/json?size=1}. */
  ContainerSizes sizes(String containerId);
}
