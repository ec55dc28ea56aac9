package dev.drydock.internal.docker.discovery;

/** An engine's process that was started for this run alone. */
public interface PrivateService {

  /** None was started. */
  PrivateService NONE = () -> {};

  /** Ends it. */
  void end();
}
