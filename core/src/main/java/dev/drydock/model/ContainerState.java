package dev.drydock.model;

/** Where a container is in its life, as the engine tells it. */
public sealed interface ContainerState {

  /** A sentence part for people, for example {@code exited with code 1}. */
  String describe();

  /** Whether a process of the container is alive: running or paused. */
  default boolean isAlive() {
    return this instanceof Running || this instanceof Paused;
  }

  /** Made, never started. */
  record Created() implements ContainerState {
    @Override
    public String describe() {
      return "created, not started";
    }
  }

  /**
   * Its main process runs.
   *
   * @param health what the engine's healthcheck says
   */
  record Running(Health health) implements ContainerState {
    @Override
    public String describe() {
      return switch (health) {
        case NONE -> "running";
        case STARTING -> "running, health starting";
        case HEALTHY -> "running, healthy";
        case UNHEALTHY -> "running, unhealthy";
      };
    }
  }

  /** Frozen by {@code pause}. */
  record Paused() implements ContainerState {
    @Override
    public String describe() {
      return "paused";
    }
  }

  /** Between two runs of its restart policy. */
  record Restarting() implements ContainerState {
    @Override
    public String describe() {
      return "restarting";
    }
  }

  /**
   * Its main process ended.
   *
   * @param exitCode the process' exit code; 128 + n after signal n
   * @param outOfMemory whether the kernel killed it for lack of memory
   */
  record Exited(int exitCode, boolean outOfMemory) implements ContainerState {
    @Override
    public String describe() {
      return "exited with code " + exitCode + (outOfMemory ? ", out of memory" : "");
    }
  }

  /** The engine could not remove it wholly. */
  record Dead() implements ContainerState {
    @Override
    public String describe() {
      return "dead";
    }
  }

  /** The engine no longer knows it. */
  record Removed() implements ContainerState {
    @Override
    public String describe() {
      return "removed";
    }
  }
}
