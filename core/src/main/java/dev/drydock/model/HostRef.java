package dev.drydock.model;

/** A port of this machine that containers may use, so that a description can name it. */
public interface HostRef {

  /** The name by which containers know this machine, where their description names the port. */
  String NAME = "host.drydock.internal";

  /** The address that the name stands for in containers. */
  String address();

  /** The port, which is the same here and there. */
  int port();
}
