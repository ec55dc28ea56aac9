package dev.drydock.spec;

import dev.drydock.model.NetworkRef;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One network a container joins, and what it is there. {@code NetworkingConfig.EndpointsConfig}.
 *
 * @param network the network
 * @param aliases the names, besides its own, under which others on the network reach the container
 * @param ipv4 its IPv4 address there, or null for the engine's choice
 * @param ipv6 its IPv6 address there, or null for the engine's choice
 * @param mac its hardware address there, or null for the engine's choice
 */
public record NetworkAttachment(
    NetworkRef network,
    List<String> aliases,
    @Nullable String ipv4,
    @Nullable String ipv6,
    @Nullable String mac) {

  private static final Pattern MAC = Pattern.compile("[0-9a-fA-F]{2}(:[0-9a-fA-F]{2}){5}");

  /**
   * Checks the aliases and the addresses.
   *
   * @throws IllegalArgumentException when one is none
   */
  public NetworkAttachment {
    aliases = List.copyOf(aliases);
    for (String each : aliases) {
      var unused = Names.requireText("network alias", each);
    }
    if (ipv4 != null && (ipv4.indexOf(':') >= 0 || !AddressBlock.isAddress(ipv4))) {
      throw new IllegalArgumentException("IPv4 address must look like 10.1.2.3, was " + ipv4);
    }
    if (ipv6 != null && (ipv6.indexOf(':') < 0 || !AddressBlock.isAddress(ipv6))) {
      throw new IllegalArgumentException("IPv6 address must look like fd00::3, was " + ipv6);
    }
    if (mac != null && !MAC.matcher(mac).matches()) {
      throw new IllegalArgumentException(
          "hardware address must look like 02:42:0a:01:02:03, was " + mac);
    }
    if (mac != null && (Character.digit(mac.charAt(1), 16) & 1) != 0) {
      throw new IllegalArgumentException(
          "hardware address must be that of one interface, so its first byte even, was " + mac);
    }
  }

  /** To this network, as the engine chooses. */
  public static NetworkAttachment to(NetworkRef network) {
    return new NetworkAttachment(network, List.of(), null, null, null);
  }

  /**
   * Reached there under this name too (appends). {@code Aliases}.
   *
   * @throws IllegalArgumentException when it is empty
   */
  public NetworkAttachment withAlias(String alias) {
    return new NetworkAttachment(
        network, Stream.concat(aliases.stream(), Stream.of(alias)).toList(), ipv4, ipv6, mac);
  }

  /** Reached there under no name but its own. */
  public NetworkAttachment withoutAliases() {
    return new NetworkAttachment(network, List.of(), ipv4, ipv6, mac);
  }

  /**
   * With this address there, of IPv4 or IPv6 (replaces that of the same kind). The network must
   * have been made with a subnet that holds it. {@code IPAMConfig}.
   *
   * @throws IllegalArgumentException when it is none
   */
  public NetworkAttachment withAddress(String address) {
    return address.indexOf(':') >= 0
        ? new NetworkAttachment(network, aliases, ipv4, address, mac)
        : new NetworkAttachment(network, aliases, address, ipv6, mac);
  }

  /**
   * With this hardware address there (replaces). Engines before API 1.44 take one for the first
   * network only; a container that is connected later cannot have one.
   *
   * @throws IllegalArgumentException when it is none
   */
  public NetworkAttachment withMac(String address) {
    return new NetworkAttachment(network, aliases, ipv4, ipv6, address);
  }
}
