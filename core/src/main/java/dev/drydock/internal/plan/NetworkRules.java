package dev.drydock.internal.plan;

import dev.drydock.engine.EngineInfo;
import dev.drydock.model.ContainerPort;
import dev.drydock.model.UnsupportedWishException;
import dev.drydock.spec.ContainerSpec;
import dev.drydock.spec.NetworkAttachment;
import dev.drydock.spec.NetworkMode;
import dev.drydock.spec.PortBinding;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** What network modes and addresses ask of a description, and of the engine. */
final class NetworkRules {

  private NetworkRules() {}

  /**
   * Checks a description that has a network mode.
   *
   * @throws IllegalArgumentException when the description contradicts itself
   * @throws UnsupportedWishException when the engine does not have such a mode
   */
  static void check(ContainerSpec spec, NetworkMode mode, EngineInfo engine) {
    if (mode == NetworkMode.Fixed.HOST && engine.operatingSystem().equals("windows")) {
      throw new UnsupportedWishException(
          spec.image()
              + " asks for the network of the host, which Windows containers do not have, and this"
              + " engine runs those: "
              + engine.product()
              + ". Publish its ports with withPort, or switch the engine to Linux containers.",
          null);
    }
    if (mode instanceof NetworkMode.OfContainer) {
      if (spec.hostname() != null) {
        throw ofTheOther(spec, "hostname " + spec.hostname(), "withHostname");
      }
      if (spec.dns() != null) {
        throw ofTheOther(spec, "DNS servers or hosts of its own", "withDns");
      }
    }
    for (PortBinding each : spec.ports()) {
      if (each.hostPort() != 0 && !mode.publishes() && !isItself(mode, each)) {
        throw new IllegalArgumentException(
            spec.image()
                + " asks for host port "
                + each.hostPort()
                + " for its port "
                + each.containerPort()
                + ", and nothing is published in network mode "
                + mode.word()
                + "; say withPort("
                + each.containerPort().number()
                + ").");
      }
    }
    Set<ContainerPort> looked = new TreeSet<>(spec.readiness().ports());
    if (mode == NetworkMode.Fixed.NONE && !looked.isEmpty()) {
      throw new IllegalArgumentException(
          "readiness of "
              + spec.image()
              + " looks at port "
              + looked.iterator().next()
              + ", and the container has no network. Use Readiness.command or a log line.");
    }
  }

  /** The engine would refuse it with words of its own. */
  private static IllegalArgumentException ofTheOther(ContainerSpec spec, String what, String word) {
    return new IllegalArgumentException(
        spec.image()
            + " asks for "
            + what
            + ", and has the network of another container, with what that has; say "
            + word
            + " in the other's description.");
  }

  private static boolean isItself(NetworkMode mode, PortBinding port) {
    return mode == NetworkMode.Fixed.HOST && port.hostPort() == port.containerPort().number();
  }

  /**
   * Checks the hardware addresses.
   *
   * @throws UnsupportedWishException when the engine takes one for the first network only
   */
  static void checkAddresses(ContainerSpec spec, EngineInfo engine) {
    List<NetworkAttachment> networks = spec.networks();
    for (int i = 1; i < networks.size(); i++) {
      NetworkAttachment each = networks.get(i);
      if (each.mac() != null && !engine.speaks(1, 44)) {
        throw new UnsupportedWishException(
            spec.image()
                + " asks for hardware address "
                + each.mac()
                + " on network "
                + each.network().name()
                + ", which is not its first, and that needs Engine API 1.44, and this engine speaks "
                + engine.apiVersion()
                + ": "
                + engine.product()
                + ". Name that network first.",
            null);
      }
    }
  }
}
