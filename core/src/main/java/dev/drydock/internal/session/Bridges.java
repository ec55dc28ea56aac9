package dev.drydock.internal.session;

import java.net.InetAddress;
import java.net.InterfaceAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Enumeration;

/** The bridges of this machine, on which its containers are. */
final class Bridges {

  private static final Path INTERFACES = Path.of("/sys/class/net");

  private Bridges() {}

  /**
   * Whether an address lies on one of them: a neighbour of this machine may send to a bridge's
   * address too, from another network.
   */
  static boolean reach(InetAddress address) throws SocketException {
    Enumeration<NetworkInterface> all = NetworkInterface.getNetworkInterfaces();
    while (all.hasMoreElements()) {
      NetworkInterface each = all.nextElement();
      if (Files.exists(INTERFACES.resolve(each.getName()).resolve("bridge"))) {
        for (InterfaceAddress own : each.getInterfaceAddresses()) {
          if (contains(own.getAddress(), own.getNetworkPrefixLength(), address)) {
            return true;
          }
        }
      }
    }
    return false;
  }

  static boolean contains(InetAddress network, int prefix, InetAddress address) {
    byte[] one = network.getAddress();
    byte[] other = address.getAddress();
    if (one.length != other.length) {
      return false;
    }
    for (int bit = 0; bit < prefix; bit++) {
      int mask = 0x80 >> (bit & 7);
      if (((one[bit >> 3] ^ other[bit >> 3]) & mask) != 0) {
        return false;
      }
    }
    return true;
  }
}
