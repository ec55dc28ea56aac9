package dev.drydock.internal.plan;

import dev.drydock.engine.EngineDetails;
import dev.drydock.engine.EngineInfo;
import dev.drydock.engine.EngineOffers;
import dev.drydock.engine.EngineOffers.Limit;
import dev.drydock.model.UnsupportedWishException;
import dev.drydock.spec.ContainerSpec;
import dev.drydock.spec.Healthcheck;
import dev.drydock.spec.container.Dns;
import dev.drydock.spec.container.Namespaces;
import dev.drydock.spec.container.Resources;
import dev.drydock.spec.container.Security;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Refuses wishes that an engine would refuse late, or drop without a word. */
final class EngineLimits {

  private static final String PODMAN = "Libpod/";
  private static final String PODMAN_4 = "Libpod/4.";

  private final ContainerSpec spec;
  private final EngineInfo engine;
  private final Supplier<EngineDetails> details;

  /**
   * @param details asks the engine; only when the description has a wish that depends on it
   */
  EngineLimits(ContainerSpec spec, EngineInfo engine, Supplier<EngineDetails> details) {
    this.spec = spec;
    this.engine = engine;
    this.details = details;
  }

  /**
   * Looks for such a wish.
   *
   * @throws UnsupportedWishException naming it
   */
  void refuse() {
    if (engine.operatingSystem().equals("windows")) {
      refuseOnWindows();
    }
    Healthcheck check = spec.healthcheck();
    if (check != null && check.startInterval() != null) {
      requireApi("a healthcheck with a start interval", 1, 44);
    }
    if (engine.product().startsWith(PODMAN)) {
      refuseOnPodman();
    }
    Namespaces namespaces = spec.namespaces();
    if (namespaces != null) {
      refuse(namespaces);
    }
    Resources resources = spec.resources();
    if (resources != null) {
      refuse(resources);
    }
    if (spec.gpus() != null && !offers().gpus()) {
      throw unsupported(
          "GPUs, and this engine knows neither a runtime nor a device for them",
          "Install the GPU maker's container toolkit where the engine runs, or name the devices by"
              + " withDevice.");
    }
  }

  private void refuse(Namespaces namespaces) {
    if (namespaces.cgroup() != null) {
      requireApi("control groups of the host or of its own", 1, 41);
    }
    if (namespaces.cgroupParent() != null && details.get().cgroups().startsWith("none")) {
      throw unsupported(
          "control group " + namespaces.cgroupParent() + ", and this engine uses none",
          "Leave withCgroupParent out.");
    }
  }

  /** What Podman takes over this API and forgets. */
  private void refuseOnPodman() {
    forgotten(spec.domain() != null, "domain " + spec.domain(), "withDomain");
    forgotten(
        spec.runtime() != null,
        "runtime " + spec.runtime(),
        "withRuntime, and set Podman's own in containers.conf");
    Namespaces namespaces = spec.namespaces();
    if (namespaces != null
        && "private".equals(namespaces.cgroup())
        && !details.get().cgroups().endsWith("v2")) {
      throw unsupported(
          "control groups of its own, for which Podman needs version 2 of them, and this host has "
              + details.get().cgroups(),
          "Leave out withPrivateCgroups.");
    }
    if (engine.product().startsWith(PODMAN_4)) {
      refuseOnPodman4();
    }
    if (spec.gpus() != null) {
      throw unsupported(
          "GPUs, which Podman forgets when it is asked over this API",
          "Name the devices by withDevice.");
    }
  }

  private void refuseOnPodman4() {
    Security security = spec.security();
    forgotten(
        security != null && !security.deviceRules().isEmpty(), "device rules", "withDeviceRule");
    Dns dns = spec.dns();
    if (dns != null && dns.hosts().containsValue(Dns.HOST_GATEWAY)) {
      throw unsupported(
          "the host's address by the name host-gateway, which Podman 4 takes for an address",
          "Its containers know the host as host.containers.internal.");
    }
  }

  private void forgotten(boolean asked, String wish, String word) {
    if (asked) {
      throw unsupported(
          wish + ", which Podman forgets when it is asked over this API",
          "Leave out " + word + ".");
    }
  }

  private void refuse(Resources resources) {
    if (resources.memory() != null || resources.memoryReservation() != null) {
      require(Limit.MEMORY, "a limit of memory");
    }
    if (resources.memoryAndSwap() != null) {
      require(Limit.SWAP, "a limit of memory and swap together");
    }
    if (resources.nanoCpus() != 0) {
      require(Limit.CPUS, "a limit of processor time");
    }
    if (resources.cpuShares() != 0) {
      require(Limit.CPU_SHARES, "cpu shares");
    }
    if (resources.cpuSet() != null) {
      require(Limit.CPU_SET, "a cpu set");
    }
    if (resources.pids() != 0) {
      require(Limit.PIDS, "a limit of processes");
    }
    long processors = resources.nanoCpus() > 0 ? details.get().processors() : 0;
    if (processors > 0 && resources.nanoCpus() > processors * 1_000_000_000L) {
      throw unsupported(
          resources.nanoCpus() / 1e9 + " cpus, and this engine has " + processors,
          "Ask for fewer.");
    }
  }

  private void require(Limit limit, String wish) {
    if (offers().lacks().contains(limit)) {
      throw unsupported(
          wish + ", which this engine would ignore: it cannot limit that",
          "Leave it out, or give the engine the control groups it needs; a rootless engine needs"
              + " version 2 of them, delegated to its user.");
    }
  }

  private EngineOffers offers() {
    return details.get().offers();
  }

  private void requireApi(String wish, int major, int minor) {
    if (!engine.speaks(major, minor)) {
      throw unsupported(
          wish
              + ", which needs Engine API "
              + major
              + "."
              + minor
              + ", and this engine speaks "
              + engine.apiVersion(),
          "");
    }
  }

  private void refuseOnWindows() {
    Namespaces namespaces = spec.namespaces();
    Dns dns = spec.dns();
    Resources resources = spec.resources();
    linuxOnly(spec.security());
    linuxOnly(namespaces != null, "namespaces or parameters of the kernel");
    linuxOnly(spec.init(), "an init process");
    linuxOnly(!spec.groups().isEmpty(), "further groups");
    linuxOnly(spec.gpus() != null, "GPUs");
    linuxOnly(dns != null && !dns.options().isEmpty(), "options of the resolver");
    linuxOnly(
        resources != null
            && (resources.shm() != null
                || resources.pids() != 0
                || resources.cpuSet() != null
                || resources.memoryAndSwap() != null
                || resources.memoryReservation() != null
                || resources.oomScore() != null
                || !resources.ulimits().isEmpty()),
        "limits other than memory and processor time");
  }

  private void linuxOnly(@Nullable Security security) {
    if (security != null) {
      linuxOnly(security.privileged(), "privileges");
      linuxOnly(security.readOnlyRoot(), "a root file system that cannot be written to");
      linuxOnly(
          !security.capabilities().isEmpty(),
          "capabilities " + String.join(", ", security.capabilities()));
      linuxOnly(
          !security.droppedCapabilities().isEmpty(),
          "dropped capabilities " + String.join(", ", security.droppedCapabilities()));
      linuxOnly(!security.options().isEmpty(), "options of security modules");
      linuxOnly(!security.deviceRules().isEmpty(), "device rules");
    }
  }

  private void linuxOnly(boolean asked, String wish) {
    if (asked) {
      throw unsupported(
          wish + ", which Windows containers do not have, and this engine runs those",
          "Leave them out, or switch the engine to Linux containers.");
    }
  }

  private UnsupportedWishException unsupported(String wish, String advice) {
    return new UnsupportedWishException(
        spec.image()
            + " asks for "
            + wish
            + ": "
            + engine.product()
            + (advice.isEmpty() ? "" : ". " + advice),
        null);
  }
}
