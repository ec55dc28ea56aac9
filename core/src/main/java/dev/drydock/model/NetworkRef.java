package dev.drydock.model;

/** Something that names a live network, so that a description can refer to it. */
public interface NetworkRef {

  /** The engine's identifier of the network. */
  String id();

  /** The network's name on the engine. */
  String name();
}
