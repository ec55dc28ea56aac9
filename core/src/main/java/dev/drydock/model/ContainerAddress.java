package dev.drydock.model;

/**
 * Where a container is on one network; what it does not have is empty.
 *
 * @param network the network's name
 * @param ipv4 its IPv4 address
 * @param ipv6 its IPv6 address
 * @param mac its hardware address
 * @param gateway the IPv4 address of the way out
 */
public record ContainerAddress(
    String network, String ipv4, String ipv6, String mac, String gateway) {}
