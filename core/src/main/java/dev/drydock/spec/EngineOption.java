package dev.drydock.spec;

/** A wish that one kind of engine alone understands; every other kind refuses it by name. */
public sealed interface EngineOption permits DockerOption {

  /** The kind of engine, for example {@code docker}. */
  String engine();
}
