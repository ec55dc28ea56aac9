package dev.drydock.engine;

import java.util.List;

/**
 * What the engine answered to a create.
 *
 * @param id the engine's identifier
 * @param tty whether its main process has a terminal, so that its output is one raw stream
 * @param warnings what the engine warned of
 */
public record CreatedContainer(String id, boolean tty, List<String> warnings) {

  /** Copies the warnings. */
  public CreatedContainer {
    warnings = List.copyOf(warnings);
  }
}
