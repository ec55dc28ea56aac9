package dev.drydock.spec;

import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;

/** A block of addresses: those that begin with the same bits. Names are never looked up. */
record AddressBlock(BigInteger first, int prefix, int bits) {

  static AddressBlock parse(String what, String text) {
    String rule = what + " must look like 172.30.0.0/24 or fd00:1::/64, was " + text;
    int slash = text.indexOf('/');
    int prefix = slash < 0 ? -1 : number(text.substring(slash + 1));
    String address = slash < 0 ? "" : text.substring(0, slash);
    int bits = address.indexOf(':') >= 0 ? 128 : 32;
    if (prefix < 0 || prefix > bits || !isLiteral(address)) {
      throw new IllegalArgumentException(rule);
    }
    AddressBlock block = new AddressBlock(value(address, rule), prefix, bits);
    if (block.first.getLowestSetBit() >= 0 && block.first.getLowestSetBit() < bits - prefix) {
      throw new IllegalArgumentException(
          what + " must begin at the first address of its block, was " + text);
    }
    return block;
  }

  static BigInteger address(String what, String text) {
    String rule = what + " must be an IPv4 or IPv6 address, was " + text;
    if (!isLiteral(text)) {
      throw new IllegalArgumentException(rule);
    }
    return value(text, rule);
  }

  /** Whether it is an address, of IPv4 or IPv6. */
  static boolean isAddress(String text) {
    try {
      var unused = address("address", text);
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  boolean isSix() {
    return bits == 128;
  }

  boolean holds(BigInteger address) {
    return address.shiftRight(bits - prefix).equals(first.shiftRight(bits - prefix));
  }

  boolean holds(AddressBlock other) {
    return bits == other.bits && prefix <= other.prefix && holds(other.first);
  }

  boolean overlaps(AddressBlock other) {
    return holds(other) || other.holds(this);
  }

  private static int number(String text) {
    try {
      return text.length() > 3 || text.startsWith("+") ? -1 : Integer.parseInt(text);
    } catch (NumberFormatException e) {
      return -1;
    }
  }

  /** Whether it cannot be taken for a name, which would be looked up. */
  private static boolean isLiteral(String text) {
    if (text.indexOf(':') >= 0) {
      return text.chars().allMatch(c -> Character.digit(c, 16) >= 0 || c == ':' || c == '.');
    }
    String[] parts = text.split("\\.", -1);
    for (String each : parts) {
      int number = number(each);
      if (number < 0 || number > 255) {
        return false;
      }
    }
    return parts.length == 4;
  }

  private static BigInteger value(String literal, String rule) {
    try {
      return new BigInteger(1, InetAddress.getByName(literal).getAddress());
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException(rule, e);
    }
  }
}
