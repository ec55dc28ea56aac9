package dev.drydock.live;

import dev.drydock.engine.Engine;
import dev.drydock.engine.Leftover;
import dev.drydock.runtime.Session;
import java.util.List;
import java.util.Map;

/** What is on the engine, seen past Drydock. */
final class OnEngine {

  private OnEngine() {}

  /** All that belongs to this session. */
  static List<Leftover> of(Session session) {
    return with(Map.of("dev.drydock.session", session.id()));
  }

  /** All that has these labels. */
  static List<Leftover> with(Map<String, String> labels) {
    try (Engine engine = Live.engine()) {
      return engine.find(labels);
    }
  }
}
