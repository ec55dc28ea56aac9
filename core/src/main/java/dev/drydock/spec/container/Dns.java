package dev.drydock.spec.container;

import dev.drydock.model.HostRef;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How a container finds addresses of names: an immutable value; what is not said is the engine's
 * default. {@code HostConfig} of the create call.
 */
public final class Dns {

  /** The address by which an engine knows its own host; Docker 20.10 and newer. */
  public static final String HOST_GATEWAY = "host-gateway";

  private static final String BYTE = "(25[0-5]|2[0-4]\\d|1?\\d?\\d)";
  private static final Pattern ADDRESS =
      Pattern.compile("(" + BYTE + "\\.){3}" + BYTE + "|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9]([A-Za-z0-9_.-]*[A-Za-z0-9])?");

  private static final Dns STANDARD = new Dns(List.of(), List.of(), List.of(), Map.of());

  private final List<String> servers;
  private final List<String> searches;
  private final List<String> options;
  private final Map<String, String> hosts;

  private Dns(
      List<String> servers,
      List<String> searches,
      List<String> options,
      Map<String, String> hosts) {
    this.servers = servers;
    this.searches = searches;
    this.options = options;
    this.hosts = hosts;
  }

  /** What the engine gives every container. */
  public static Dns standard() {
    return STANDARD;
  }

  /**
   * Asks the server at this address (appends). {@code Dns}.
   *
   * @throws IllegalArgumentException when it is no address
   */
  public Dns withServer(String address) {
    if (!ADDRESS.matcher(address).matches()) {
      throw new IllegalArgumentException("DNS server must be an IP address, was " + address);
    }
    return new Dns(with(servers, address), searches, options, hosts);
  }

  /**
   * Looks for names without a dot in this domain too (appends). {@code DnsSearch}.
   *
   * @throws IllegalArgumentException when it is no domain
   */
  public Dns withSearch(String domain) {
    if (!domain.equals(".") && !NAME.matcher(domain).matches()) {
      throw new IllegalArgumentException("DNS search domain must be a name, was " + domain);
    }
    return new Dns(servers, with(searches, domain), options, hosts);
  }

  /**
   * With this option of the resolver (appends): {@code ndots:2}. {@code DnsOptions}.
   *
   * @throws IllegalArgumentException when it is empty
   */
  public Dns withOption(String option) {
    if (option.isBlank()) {
      throw new IllegalArgumentException("DNS option must not be empty, was \"" + option + "\"");
    }
    return new Dns(servers, searches, with(options, option), hosts);
  }

  /**
   * Knows this name by this address (puts), or by {@link #HOST_GATEWAY}. {@code ExtraHosts}.
   *
   * @throws IllegalArgumentException when either is none
   */
  public Dns withHost(String name, String address) {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException("host must be a name, was " + name);
    }
    if (!address.equals(HOST_GATEWAY) && !ADDRESS.matcher(address).matches()) {
      throw new IllegalArgumentException(
          "address of host " + name + " must be an IP address or host-gateway, was " + address);
    }
    Map<String, String> all = new TreeMap<>(hosts);
    all.put(name, address);
    return new Dns(servers, searches, options, all);
  }

  /** Reaches this port of this machine at {@link HostRef#NAME} (puts). {@code ExtraHosts}. */
  public Dns withHost(HostRef port) {
    return withHost(HostRef.NAME, port.address());
  }

  private static List<String> with(List<String> list, String one) {
    List<String> all = new ArrayList<>(list);
    all.add(one);
    return List.copyOf(all);
  }

  /** The servers' addresses; none means the engine's default. */
  public List<String> servers() {
    return servers;
  }

  /** The domains to look in. */
  public List<String> searches() {
    return searches;
  }

  /** The options of the resolver. */
  public List<String> options() {
    return options;
  }

  /** The addresses by name. */
  public Map<String, String> hosts() {
    return new TreeMap<>(hosts);
  }

  private List<Object> values() {
    return List.of(servers, searches, options, hosts);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Dns that && values().equals(that.values());
  }

  @Override
  public int hashCode() {
    return values().hashCode();
  }
}
