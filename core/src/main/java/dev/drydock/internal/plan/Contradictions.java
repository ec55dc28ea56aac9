package dev.drydock.internal.plan;

import dev.drydock.model.DataSize;
import dev.drydock.model.LogSource;
import dev.drydock.spec.ContainerSpec;
import dev.drydock.spec.container.LogDriver;
import dev.drydock.spec.container.Namespaces;
import dev.drydock.spec.container.Resources;
import dev.drydock.spec.container.Security;

/** Refuses descriptions of which one word takes away what another asks for. */
final class Contradictions {

  private Contradictions() {}

  /**
   * Looks for one.
   *
   * @throws IllegalArgumentException naming both words and what to do
   */
  static void refuse(ContainerSpec spec) {
    Resources resources = spec.resources();
    if (resources != null) {
      refuse(spec, resources);
    }
    Security security = spec.security();
    if (security != null) {
      refuse(spec, security);
    }
    Namespaces namespaces = spec.namespaces();
    if (namespaces != null) {
      refuse(spec, namespaces);
    }
    if (spec.tty() && spec.logger() != null && levelsDiffer(spec)) {
      throw contradiction(
          spec,
          "has a terminal, in which standard error is part of standard output, and a log level for"
              + " each of them. Leave out withTty, or name one level.");
    }
    LogDriver driver = spec.logDriver();
    if (driver != null && driver.name().equals("none") && readsLog(spec)) {
      throw contradiction(
          spec,
          "keeps no log (log driver none), and somebody shall read it. Leave out the driver, or the"
              + " logger, log consumer or log file.");
    }
  }

  private static void refuse(ContainerSpec spec, Resources resources) {
    DataSize memory = resources.memory();
    DataSize both = resources.memoryAndSwap();
    DataSize reservation = resources.memoryReservation();
    if (both != null && memory == null) {
      throw contradiction(
          spec, "limits memory and swap together (" + both + "), and not memory. Add withMemory.");
    }
    if (both != null && memory != null && both.compareTo(memory) < 0) {
      throw contradiction(
          spec,
          "limits memory and swap together to "
              + both
              + ", less than memory alone: "
              + memory
              + ".");
    }
    if (reservation != null && memory != null && reservation.compareTo(memory) > 0) {
      throw contradiction(
          spec, "reserves more memory than it may use: " + reservation + " of " + memory + ".");
    }
  }

  private static void refuse(ContainerSpec spec, Security security) {
    if (security.privileged() && !security.droppedCapabilities().isEmpty()) {
      throw contradiction(
          spec,
          "is privileged, which gives it every capability, and drops "
              + security.droppedCapabilities()
              + ". Leave out withPrivileged, and add the capabilities it needs.");
    }
    if (security.readOnlyRoot() && !spec.files().isEmpty()) {
      throw contradiction(
          spec,
          "has a read-only root, into which engines copy no files, and files to be copied: "
              + spec.files().keySet()
              + ". Use Mount.bind, or a volume that holds them.");
    }
  }

  private static void refuse(ContainerSpec spec, Namespaces namespaces) {
    if ("host".equals(namespaces.uts()) && (spec.hostname() != null || spec.domain() != null)) {
      throw contradiction(
          spec,
          "has the host's name (withHostUts) and one of its own: "
              + (spec.hostname() == null ? spec.domain() : spec.hostname())
              + ". Leave out one of them.");
    }
    if ("host".equals(namespaces.ipc())) {
      for (String each : namespaces.sysctls().keySet()) {
        if (each.startsWith("kernel.") || each.startsWith("fs.mqueue.")) {
          throw contradiction(
              spec,
              "shares memory with the host (withHostIpc), whose "
                  + each
                  + " it must not set. Leave out one of them.");
        }
      }
    }
  }

  private static boolean levelsDiffer(ContainerSpec spec) {
    return spec.logLevel(LogSource.STDOUT) != spec.logLevel(LogSource.STDERR);
  }

  private static boolean readsLog(ContainerSpec spec) {
    return spec.logger() != null || spec.logFile() != null || !spec.logConsumers().isEmpty();
  }

  private static IllegalArgumentException contradiction(ContainerSpec spec, String what) {
    return new IllegalArgumentException("the description of " + spec.image() + " " + what);
  }
}
