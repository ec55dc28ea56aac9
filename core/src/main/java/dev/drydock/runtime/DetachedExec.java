package dev.drydock.runtime;

import java.util.OptionalInt;

/** A command that goes on in a container by itself; what it writes is kept nowhere. */
public interface DetachedExec {

  /** The engine's identifier of the command. */
  String id();

  /** Whether it runs now. {@code GET /exec/ID/json}. */
  boolean isRunning();

  /** Its exit code, once it has ended. {@code GET /exec/ID/json}. */
  OptionalInt exitCode();
}
