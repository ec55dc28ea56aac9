package dev.drydock.model;

/** Something that names a live container, so that a description can refer to it. */
public interface ContainerRef {

  /** The engine's identifier of the container. */
  String id();

  /** The container's name on the engine. */
  String name();
}
