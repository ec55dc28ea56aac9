package dev.drydock.internal.docker;

import dev.drydock.engine.Engine;
import dev.drydock.engine.EngineContract;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;

/**
 * The contract on each kind of engine, which is the table of {@code docs/engines.md}: a column is a
 * nested class named after its engine, here or in another test.
 */
@Tag("engines")
class EngineMatrixTest {

  private static final String NO_NAMES = "CNI without its plug-in dnsname has no names";
  private static final String NO_GROUPS =
      "the rootless engine of these tests has no control groups by which to ";
  private static final Map<String, String> PODMAN =
      Map.of(
          "a_packed_directory_is_unpacked_as_it_was_in_what_does_not_run",
          "Podman leaves the owners of files out of its archives, so it is refused",
          "the_engines_healthcheck_is_told_and_inspected",
          "Podman runs healthchecks by timers of systemd, which is not here",
          "a_large_log_comes_through_in_order",
          "Podman loses the ends of some lines of a log that it follows");

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

    @Override
    protected Map<String, String> limits() {
      return DockerEngineContractTest.LIMITS;
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

    @Override
    protected Map<String, String> limits() {
      return Map.of(
          "a_paused_container_is_paused_until_it_goes_on",
          NO_GROUPS + "freeze",
          "processes_are_told",
          NO_GROUPS + "list processes",
          "what_a_container_uses_is_told",
          NO_GROUPS + "measure",
          "a_change_of_a_bind_is_seen_from_both_sides_while_the_container_runs",
          "a rootless engine reads the files of its own user only, and this directory is root's",
          "a_bind_mount_is_the_same_file_on_both_sides",
          "a rootless engine reads the files of its own user only, and this directory is root's",
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
      Map<String, String> limits = new HashMap<>(PODMAN);
      limits.put(
          "the_kernels_limits_are_set",
          "Podman 4 raises the limits that are not named, which this machine's kernel refuses");
      limits.put("containers_of_a_network_reach_each_other_by_alias_and_name", NO_NAMES);
      limits.put("a_container_on_several_networks_has_its_aliases_in_each", NO_NAMES);
      limits.put("a_container_is_connected_and_disconnected_while_it_runs", NO_NAMES);
      limits.put(
          "in_the_hosts_network_a_port_is_the_hosts",
          "Podman 4 forgets the ports of a container in its host's network");
      limits.put(
          "a_container_has_the_addresses_that_were_named",
          "Podman 4 forgets a hardware address that is named over this API");
      limits.put(
          "a_closed_log_lets_its_reader_go",
          "Podman 4 answers a request for a log only when there is a line");
      return limits;
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
      Map<String, String> limits = new HashMap<>(PODMAN);
      limits.put(
          "what_a_container_uses_is_told",
          "Podman in a container looks for control groups where its host's host has them");
      limits.put(
          "exec_of_what_is_not_in_the_image_is_127_and_of_what_is_no_program_126",
          "Podman 5 gives 125 for a directory");
      return limits;
    }
  }
}
