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
  }

  @Nested
  class Docker26Rootless extends Contract {
    @BeforeAll
    static void start() throws Exception {
      host = EngineUnderTest.docker("26", "rootless");
    }

    @Override
    protected Map<String, String> limits() {
      return Map.of(
          "a_kind_of_devices_is_allowed",
          "the kernel lets only its own root make devices",
          "a_device_is_there_under_its_name_with_its_permissions",
          "a rootless engine mounts devices, which these engines' storage refuses",
          "a_privileged_one_may_use_the_hosts_devices",
          "within a container the kernel refuses a rootless engine a new sysfs",
          "it_is_in_the_wanted_domain",
          "the kernel lets only its own root set a domain, and the start fails");
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
      return Map.of(
          "the_kernels_limits_are_set",
          "Podman 4 raises the limits that are not named, which this machine's kernel refuses");
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
