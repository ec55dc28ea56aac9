package dev.drydock.model;

/** Something that names a live volume, so that a description can refer to it. */
public interface VolumeRef {

  /** The volume's name on the engine, which is its identifier too. */
  String name();
}
