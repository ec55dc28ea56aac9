package dev.drydock.engine;

/**
 * Something that happened to a container.
 *
 * @param containerId the engine's identifier
 * @param kind what happened
 * @param exitCode the exit code when it died, else 0
 */
public record EngineEvent(String containerId, Kind kind, int exitCode) {

  /** What can happen. */
  public enum Kind {
    /** Its main process ended. */
    DIED,
    /** The kernel killed a process of it for lack of memory. */
    OUT_OF_MEMORY,
    /** The engine's healthcheck succeeded. */
    HEALTHY,
    /** The engine's healthcheck failed as often as it may. */
    UNHEALTHY,
    /** Its main process began. */
    STARTED,
    /** Its processes were frozen. */
    PAUSED,
    /** Its processes go on. */
    UNPAUSED,
    /** It is gone. */
    REMOVED
  }
}
