package dev.drydock.model;

/** What the engine's own run of a container's healthcheck has found. */
public enum Health {
  /** The container has no healthcheck. */
  NONE,
  /** No verdict yet. */
  STARTING,
  /** The last run succeeded. */
  HEALTHY,
  /** As many runs in a row failed as the healthcheck allows. */
  UNHEALTHY
}
