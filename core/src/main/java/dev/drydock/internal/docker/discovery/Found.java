package dev.drydock.internal.docker.discovery;

import dev.drydock.engine.Engine;
import java.util.List;

/**
 * The engine that was found.
 *
 * @param engine it, connected
 * @param place where, and why it was looked for there
 * @param failed what was tried before it, each with the reason why it failed
 * @param service what must end after it
 */
public record Found(Engine engine, String place, List<String> failed, PrivateService service) {

  /** Copies the list. */
  public Found {
    failed = List.copyOf(failed);
  }
}
