package dev.drydock.internal.docker;

import dev.drydock.engine.Engine;
import dev.drydock.engine.EngineContract;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;

/** The contract on other engines than this machine's: see {@code docs/engines.md}. */
@Tag("engines")
class EngineMatrixTest {

  private static @Nullable EngineUnderTest host;

  /** An engine that all tests of a class share. */
  abstract static class Contract extends EngineContract {

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
  class DockerHere extends Contract {
    @BeforeAll
    static void start() {
      host = EngineUnderTest.here();
    }
  }

  @Nested
  class Docker26Tcp extends Contract {
    @BeforeAll
    static void start() throws Exception {
      host = EngineUnderTest.docker("26", "tcp");
    }
  }

  @Nested
  class Docker26Tls extends Contract {
    @BeforeAll
    static void start() throws Exception {
      host = EngineUnderTest.docker("26", "tls");
    }
  }

  @Nested
  class Docker26Ssh extends Contract {
    @BeforeAll
    static void start() throws Exception {
      host = EngineUnderTest.docker("26", "ssh");
    }
  }

  @Nested
  class Docker28Tcp extends Contract {
    @BeforeAll
    static void start() throws Exception {
      host = EngineUnderTest.docker("28", "tcp");
    }
  }

  @Nested
  class Docker28Tls extends Contract {
    @BeforeAll
    static void start() throws Exception {
      host = EngineUnderTest.docker("28", "tls");
    }
  }

  @Nested
  class Docker28Ssh extends Contract {
    @BeforeAll
    static void start() throws Exception {
      host = EngineUnderTest.docker("28", "ssh");
    }
  }

  @Nested
  class Docker28Containerd extends Contract {
    @BeforeAll
    static void start() throws Exception {
      host = EngineUnderTest.docker("28", "containerd");
    }
  }

  @Nested
  class Docker26Rootless extends Contract {
    @BeforeAll
    static void start() throws Exception {
      host = EngineUnderTest.docker("26", "rootless");
    }
  }

  @Nested
  class Podman4 extends Contract {
    @BeforeAll
    static void start() throws Exception {
      host = EngineUnderTest.podmanHere();
    }
  }

  @Nested
  class Podman5 extends Contract {
    @BeforeAll
    static void start() throws Exception {
      host = EngineUnderTest.podman("5");
    }
  }
}
