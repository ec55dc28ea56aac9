package dev.drydock.junit5;

import dev.drydock.runtime.Session;
import org.junit.jupiter.api.Test;

// docs: skip
@WithContainers(ifNoEngine = IfNoEngine.SKIP)
class SkippedIT {
  // docs: end

  @Test
  void passes(Session session) {}
}
