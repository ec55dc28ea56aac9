package dev.drydock.junit5;

import dev.drydock.runtime.Session;
import org.junit.jupiter.api.Test;

// docs: skip
@WithContainers(ifNoEngine = IfNoEngine.SKIP)
class SkippedIT {

  @Test
  void is_skipped_without_an_engine(Session session) {}
}
// docs: end
