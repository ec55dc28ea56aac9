package dev.drydock.internal.plan;

import dev.drydock.spec.ContainerSpec;
import dev.drydock.spec.PortBinding;
import java.util.Locale;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Names a host port for each that a description leaves open: engines choose anew at every start,
 * and an endpoint shall be the same after a restart. They lie under those that kernels give to
 * outgoing connections, and over those that services have.
 */
public final class ChosenPorts {

  private static final int FIRST = 10_000;
  private static final int COUNT = 20_000;

  /** Begins anywhere, so that two JVMs seldom meet. */
  private final AtomicInteger next;

  /** Begins anywhere. */
  public ChosenPorts() {
    this((int) System.nanoTime() >>> 8);
  }

  ChosenPorts(int begin) {
    next = new AtomicInteger(begin);
  }

  /** The description with a host port for each of its ports. */
  ContainerSpec named(ContainerSpec spec) {
    ContainerSpec settled = spec;
    for (PortBinding each : spec.ports()) {
      if (each.hostPort() == 0) {
        settled = settled.withFixedPort(nextFor(spec), each.containerPort());
      }
    }
    return settled;
  }

  private int nextFor(ContainerSpec spec) {
    while (true) {
      int port = FIRST + Math.floorMod(next.getAndIncrement(), COUNT);
      if (!isFixed(spec, port)) {
        return port;
      }
    }
  }

  private static boolean isFixed(ContainerSpec spec, int port) {
    for (PortBinding each : spec.ports()) {
      if (each.hostPort() == port) {
        return true;
      }
    }
    return false;
  }

  /**
   * Whether an engine's refusal says that a host port is taken which was chosen here, not by the
   * description.
   */
  public static boolean isTaken(ContainerSpec spec, String refusal) {
    String lower = refusal.toLowerCase(Locale.ROOT);
    boolean taken =
        lower.contains("port is already allocated")
            || lower.contains("address already in use")
            || lower.contains("ports are not available")
            || lower.contains("forbidden by its access permissions");
    return taken && namesChosen(spec, refusal);
  }

  /** Chooses far from here next: taken ports come in runs, those of another JVM for instance. */
  public void jump() {
    next.addAndGet(ThreadLocalRandom.current().nextInt(COUNT));
  }

  private static boolean namesChosen(ContainerSpec spec, String text) {
    for (int at = text.indexOf(':'); at >= 0; at = text.indexOf(':', at + 1)) {
      int end = at + 1;
      while (end < text.length() && Character.isDigit(text.charAt(end))) {
        end++;
      }
      if (end == at + 6) {
        int port = Integer.parseInt(text, at + 1, end, 10);
        if (port >= FIRST && port < FIRST + COUNT && !isFixed(spec, port)) {
          return true;
        }
      }
    }
    return false;
  }
}
