package dev.drydock.internal.session;

import dev.drydock.engine.EngineEvent;
import dev.drydock.engine.EngineLife;
import dev.drydock.engine.Subscription;
import dev.drydock.model.ContainerProcess;
import dev.drydock.model.ContainerSizes;
import dev.drydock.model.ContainerStats;
import dev.drydock.model.DataSize;
import dev.drydock.model.FileChange;
import dev.drydock.spec.container.Resources;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.ObjIntConsumer;

/** The verbs of a container's life on an engine in memory. */
final class FakeLife implements EngineLife {

  private static final DataSize NONE = DataSize.ofBytes(0);

  private final Consumer<String> calls;
  private final ObjIntConsumer<String> deaths;
  private final BiFunction<Consumer<EngineEvent>, Runnable, Subscription> following;

  FakeLife(
      Consumer<String> calls,
      ObjIntConsumer<String> deaths,
      BiFunction<Consumer<EngineEvent>, Runnable, Subscription> following) {
    this.calls = calls;
    this.deaths = deaths;
    this.following = following;
  }

  @Override
  public Subscription followEvents(
      String containerId, Consumer<EngineEvent> events, Runnable broken) {
    return following.apply(events, broken);
  }

  @Override
  public void kill(String containerId, String signal) {
    calls.accept("kill " + containerId + " " + signal);
    deaths.accept(containerId, 137);
  }

  @Override
  public void pause(String containerId) {
    calls.accept("pause " + containerId);
  }

  @Override
  public void unpause(String containerId) {
    calls.accept("unpause " + containerId);
  }

  @Override
  public OptionalInt awaitEnd(String containerId, Duration limit) {
    calls.accept("wait " + containerId);
    return OptionalInt.empty();
  }

  @Override
  public void rename(String containerId, String name) {
    calls.accept("rename " + containerId + " " + name);
  }

  @Override
  public void limit(String containerId, Resources limits) {
    calls.accept("limit " + containerId);
  }

  @Override
  public ContainerStats stats(String containerId) {
    return new ContainerStats(Instant.EPOCH, Duration.ZERO, NONE, NONE, 0, NONE, NONE, NONE, NONE);
  }

  @Override
  public Subscription followStats(String containerId, Consumer<ContainerStats> consumer) {
    return () -> {};
  }

  @Override
  public List<ContainerProcess> processes(String containerId) {
    return List.of();
  }

  @Override
  public List<FileChange> changes(String containerId) {
    return List.of();
  }

  @Override
  public ContainerSizes sizes(String containerId) {
    return new ContainerSizes(NONE, NONE);
  }
}
