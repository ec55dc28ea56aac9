package dev.drydock.spec;

import java.math.BigInteger;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A block of addresses of a network; immutable. In the Engine API an entry of IPAM.Config. */
public final class Subnet {

  private final String block;
  private final @Nullable String gateway;
  private final @Nullable String range;
  private final Map<String, String> reserved;

  private Subnet(
      String block,
      @Nullable String gateway,
      @Nullable String range,
      Map<String, String> reserved) {
    this.block = block;
    this.gateway = gateway;
    this.range = range;
    this.reserved = Map.copyOf(reserved);
  }

  /**
   * A block in the form {@code 172.30.0.0/24} or {@code fd00:1::/64}.
   *
   * @throws IllegalArgumentException when it is none, or has bits after the prefix
   */
  public static Subnet of(String block) {
    var unused = AddressBlock.parse("subnet", block);
    return new Subnet(block, null, null, Map.of());
  }

  /**
   * With this gateway instead of the first address (replaces).
   *
   * @throws IllegalArgumentException when it is not in the block
   */
  public Subnet withGateway(String address) {
    requireInside("gateway", address);
    return new Subnet(block, address, range, reserved);
  }

  /**
   * With containers' addresses given from this part of the block only (replaces).
   *
   * @throws IllegalArgumentException when it is no block, or not in this one
   */
  public Subnet withRange(String part) {
    AddressBlock inner = AddressBlock.parse("range of subnet " + block, part);
    if (!parsed().holds(inner)) {
      throw new IllegalArgumentException("range must be in its subnet " + block + ", was " + part);
    }
    return new Subnet(block, gateway, part, reserved);
  }

  /**
   * With an address that no container gets, because something else has it (puts by name).
   *
   * @throws IllegalArgumentException when it is not in the block
   */
  public Subnet withReserved(String name, String address) {
    requireInside("reserved address", address);
    Map<String, String> copy = new TreeMap<>(reserved);
    copy.put(name, address);
    return new Subnet(block, gateway, range, copy);
  }

  private void requireInside(String what, String address) {
    BigInteger value = AddressBlock.address(what, address);
    AddressBlock here = parsed();
    if (here.isSix() != address.contains(":") || !here.holds(value)) {
      throw new IllegalArgumentException(
          what + " must be in its subnet " + block + ", was " + address);
    }
  }

  AddressBlock parsed() {
    return AddressBlock.parse("subnet", block);
  }

  /** The block, as it was given. */
  public String block() {
    return block;
  }

  /** The gateway, or null for the engine's choice. */
  public @Nullable String gateway() {
    return gateway;
  }

  /** Where containers' addresses are given from, or null for all of the block. */
  public @Nullable String range() {
    return range;
  }

  /** The addresses that no container gets, by name. */
  public Map<String, String> reserved() {
    return reserved;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Subnet that
        && block.equals(that.block)
        && Objects.equals(gateway, that.gateway)
        && Objects.equals(range, that.range)
        && reserved.equals(that.reserved);
  }

  @Override
  public int hashCode() {
    return Objects.hash(block, gateway, range, reserved);
  }

  @Override
  public String toString() {
    return "subnet " + block;
  }
}
