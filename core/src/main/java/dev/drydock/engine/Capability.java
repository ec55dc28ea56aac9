package dev.drydock.engine;

/** Something that some engines can do and others cannot. */
public enum Capability {
  /** Host paths named in a bind mount are paths of this machine. */
  LOCAL_FILES,
  /** The addresses of containers can be reached from this machine. */
  CONTAINER_ADDRESSES,
  /** A container can be connected to several networks when it is made; Engine API 1.44. */
  SEVERAL_NETWORKS_AT_CREATE
}
