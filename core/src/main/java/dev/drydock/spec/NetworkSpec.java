package dev.drydock.spec;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What network is wanted: an immutable description of one that is made for the session and removed
 * with it. {@code POST /networks/create}.
 */
public final class NetworkSpec {

  private final Draft draft;

  private NetworkSpec(Draft draft) {
    this.draft = draft;
  }

  /** A bridge network under a name of Drydock's own. */
  public static NetworkSpec of() {
    return new NetworkSpec(new Draft());
  }

  /** A network whose containers have hardware addresses of their own on the engine's link. */
  public static NetworkSpec macvlan() {
    return of().withDriver("macvlan");
  }

  /** A network whose containers share the hardware address of the engine's link. */
  public static NetworkSpec ipvlan() {
    return of().withDriver("ipvlan");
  }

  /** A network over all nodes of a Swarm, which single containers may join. */
  public static NetworkSpec overlay() {
    return of().withDriver("overlay").edit(copy -> copy.attachable = true);
  }

  private NetworkSpec edit(Consumer<Draft> change) {
    Draft copy = new Draft(draft);
    change.accept(copy);
    return new NetworkSpec(copy);
  }

  /**
   * With this name on the engine (replaces); it must be free.
   *
   * @throws IllegalArgumentException when the engine would not take such a name
   */
  public NetworkSpec withName(String name) {
    String valid = Names.require("network name", name);
    return edit(copy -> copy.name = valid);
  }

  /**
   * Made by this driver, one of the engine's or of a plug-in (replaces). {@code Driver}.
   *
   * @throws IllegalArgumentException when it is blank, or the name of a network mode
   */
  public NetworkSpec withDriver(String driver) {
    if (driver.isBlank() || driver.equals("host") || driver.equals("none")) {
      throw new IllegalArgumentException(
          "network driver must be one that makes networks, was \"" + driver + "\"");
    }
    return edit(copy -> copy.driver = driver);
  }

  /**
   * With this option of the driver (puts), for example {@code parent} of a macvlan. {@code
   * Options}.
   */
  public NetworkSpec withDriverOption(String key, String value) {
    return edit(copy -> copy.driverOptions.put(requireKey("driver option", key), value));
  }

  /** Without any driver option named so far. */
  public NetworkSpec withoutDriverOptions() {
    return edit(copy -> copy.driverOptions.clear());
  }

  /** With no way out: its containers reach each other only. {@code Internal}. */
  public NetworkSpec withInternal() {
    return edit(copy -> copy.internal = true);
  }

  /** With IPv6 beside IPv4. {@code EnableIPv6}. */
  public NetworkSpec withIpv6() {
    return edit(copy -> copy.ipv6 = true);
  }

  /**
   * With this block of addresses (appends). {@code IPAM.Config}.
   *
   * @throws IllegalArgumentException when it overlaps another one, or is of IPv6 and the network is
   *     not yet
   */
  public NetworkSpec withSubnet(Subnet subnet) {
    if (subnet.parsed().isSix() && !draft.ipv6) {
      throw new IllegalArgumentException(
          "subnet must be of IPv4 unless withIpv6() was said before, was " + subnet.block());
    }
    for (Subnet each : draft.subnets) {
      if (each.parsed().overlaps(subnet.parsed())) {
        throw new IllegalArgumentException(
            "subnets of a network must not overlap, were "
                + each.block()
                + " and "
                + subnet.block());
      }
    }
    return edit(copy -> copy.subnets.add(subnet));
  }

  /** With this block of addresses (appends); see {@link #withSubnet(Subnet)}. */
  public NetworkSpec withSubnet(String block) {
    return withSubnet(Subnet.of(block));
  }

  /** Without any block named so far: the engine chooses. */
  public NetworkSpec withoutSubnets() {
    return edit(copy -> copy.subnets.clear());
  }

  /**
   * With addresses given by this driver (replaces). {@code IPAM.Driver}.
   *
   * @throws IllegalArgumentException when it is blank
   */
  public NetworkSpec withAddressDriver(String driver) {
    String valid = requireKey("address driver", driver);
    return edit(copy -> copy.addressDriver = valid);
  }

  /** With this option of the driver that gives addresses (puts). {@code IPAM.Options}. */
  public NetworkSpec withAddressOption(String key, String value) {
    return edit(copy -> copy.addressOptions.put(requireKey("address option", key), value));
  }

  /** Without any option of the driver that gives addresses. */
  public NetworkSpec withoutAddressOptions() {
    return edit(copy -> copy.addressOptions.clear());
  }

  /**
   * With this label (puts).
   *
   * @throws IllegalArgumentException when the key is empty, or begins with {@code dev.drydock},
   *     which is Drydock's
   */
  public NetworkSpec withLabel(String key, String value) {
    String own = Names.requireLabel(key);
    return edit(copy -> copy.labels.put(own, value));
  }

  private static String requireKey(String what, String key) {
    if (key.isBlank()) {
      throw new IllegalArgumentException(what + " must not be blank, was \"" + key + "\"");
    }
    return key;
  }

  /** The wanted name, or null for one of Drydock's own. */
  public @Nullable String name() {
    return draft.name;
  }

  /** The driver. */
  public String driver() {
    return draft.driver;
  }

  /** The driver's options. */
  public Map<String, String> driverOptions() {
    return Map.copyOf(draft.driverOptions);
  }

  /** Whether there is no way out. */
  public boolean internal() {
    return draft.internal;
  }

  /** Whether single containers may join a network of a Swarm. */
  public boolean attachable() {
    return draft.attachable;
  }

  /** Whether it has IPv6. */
  public boolean ipv6() {
    return draft.ipv6;
  }

  /** The blocks of addresses; none means that the engine chooses. */
  public List<Subnet> subnets() {
    return List.copyOf(draft.subnets);
  }

  /** The driver that gives addresses, or null for the engine's own. */
  public @Nullable String addressDriver() {
    return draft.addressDriver;
  }

  /** The options of the driver that gives addresses. */
  public Map<String, String> addressOptions() {
    return Map.copyOf(draft.addressOptions);
  }

  /** The labels besides Drydock's own. */
  public Map<String, String> labels() {
    return Map.copyOf(draft.labels);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof NetworkSpec that && draft.values().equals(that.draft.values());
  }

  @Override
  public int hashCode() {
    return draft.values().hashCode();
  }

  @Override
  public String toString() {
    String kind = draft.driver.equals("bridge") ? "" : draft.driver + " ";
    return draft.name == null ? kind + "network" : kind + "network " + draft.name;
  }

  private static final class Draft {
    private final Map<String, String> labels;
    private final Map<String, String> driverOptions;
    private final Map<String, String> addressOptions;
    private final List<Subnet> subnets;
    private @Nullable String name;
    private @Nullable String addressDriver;
    private String driver = "bridge";
    private boolean internal;
    private boolean attachable;
    private boolean ipv6;

    Draft() {
      labels = new TreeMap<>();
      driverOptions = new TreeMap<>();
      addressOptions = new TreeMap<>();
      subnets = new ArrayList<>();
    }

    Draft(Draft from) {
      labels = new TreeMap<>(from.labels);
      driverOptions = new TreeMap<>(from.driverOptions);
      addressOptions = new TreeMap<>(from.addressOptions);
      subnets = new ArrayList<>(from.subnets);
      name = from.name;
      addressDriver = from.addressDriver;
      driver = from.driver;
      internal = from.internal;
      attachable = from.attachable;
      ipv6 = from.ipv6;
    }

    List<@Nullable Object> values() {
      return Arrays.asList(
          labels,
          driverOptions,
          addressOptions,
          subnets,
          name,
          addressDriver,
          driver,
          internal,
          attachable,
          ipv6);
    }
  }
}
