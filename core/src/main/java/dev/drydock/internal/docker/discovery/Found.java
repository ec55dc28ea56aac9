package dev.drydock.internal.docker.discovery;

import dev.drydock.engine.Engine;
import java.util.List;

/**
 * The engine that was found.
 *
 * @param engine it, connected
 * @param place where, and why it was looked for there
 * @param failed what was tried before it, each with the reason why it failed
 * @param unusable those of them that are there, and for which this engine stands in
 * @param service what must end after it
 */
public record Found(
    Engine engine,
    String place,
    List<String> failed,
    List<String> unusable,
    PrivateService service) {

  /** Copies the lists. */
  public Found {
    failed = List.copyOf(failed);
    unusable = List.copyOf(unusable);
  }
}
