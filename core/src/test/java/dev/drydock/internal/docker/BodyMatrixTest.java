package dev.drydock.internal.docker;

import dev.drydock.engine.BodyContract;
import dev.drydock.engine.Engine;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;

/** The create body on other engines than this machine's. */
@Tag("engines")
class BodyMatrixTest {

  private static @Nullable EngineUnderTest host;

  /** An engine that all tests of a class share. */
  abstract static class Contract extends BodyContract {

    @Override
    protected Engine connect() {
      return host.connect();
    }

    @AfterAll
    static void stop() throws Exception {
      if (host != null) {
        host.close();
        host = null;
      }
    }
  }

  @Nested
  class Docker28 extends Contract {
    @BeforeAll
    static void start() throws Exception {
      host = EngineUnderTest.docker("28", "tcp");
    }

    @Override
    protected Map<String, String> limits() {
      return Map.of();
    }
  }

  @Nested
  class Docker26Rootless extends Contract {
    @BeforeAll
    static void start() throws Exception {
      host = EngineUnderTest.docker("26", "rootless");
    }

    @Override
    protected Map<String, String> limits() {
      return Map.of();
    }
  }

  @Nested
  class Podman4 extends Contract {
    @BeforeAll
    static void start() throws Exception {
      host = EngineUnderTest.podmanHere();
    }

    @Override
    protected Map<String, String> limits() {
      return Map.of();
    }
  }

  @Nested
  class Podman5 extends Contract {
    @BeforeAll
    static void start() throws Exception {
      host = EngineUnderTest.podman("5");
    }

    @Override
    protected Map<String, String> limits() {
      return Map.of();
    }
  }
}
