package dev.drydock.internal.docker;

import dev.drydock.engine.Capability;
import dev.drydock.engine.EngineDetails;
import dev.drydock.engine.EngineInfo;
import dev.drydock.engine.HostRoute;
import dev.drydock.model.EngineException;
import dev.drydock.model.UnsupportedWishException;
import dev.drydock.spec.container.Dns;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.InterfaceAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds how containers of an engine come to this machine: to the bridge where it is one of this
 * machine; to the address at which the engine's host sees this machine where there is a network
 * between them; and as any program of this machine where the engine is a plain user's.
 */
final class HostRoutes {

  private static final String HOST_NAME = "/proc/sys/kernel/hostname";
  private static final String ANYWHERE = "192.0.2.1";

  private final Api api;
  private final Dialer dialer;
  private final EngineInfo info;

  HostRoutes(Api api, Dialer dialer, EngineInfo info) {
    this.api = api;
    this.dialer = dialer;
    this.info = info;
  }

  /**
   * The way.
   *
   * @throws UnsupportedWishException when there is none
   * @throws EngineException when it cannot be told
   */
  HostRoute find() {
    try {
      if (ChannelDialer.isRemote(info.address())) {
        return fromElsewhere();
      }
      if (info.capabilities().contains(Capability.CONTAINER_ADDRESSES)) {
        return byBridge();
      }
      boolean isLinux = "Linux".equals(System.getProperty("os.name"));
      EngineDetails details = Details.of(api);
      return isLinux && details.rootless()
          ? ofPlainUser(details)
          : new HostRoute(Dns.HOST_GATEWAY, null, List.of());
    } catch (IOException e) {
      throw api.broken("tell how its containers come to this machine", e);
    }
  }

  /** What its containers send leaves as if a program of this machine had sent it. */
  private HostRoute ofPlainUser(EngineDetails details) throws IOException {
    InetAddress own = ownAddress();
    List<InetAddress> all =
        NetworkInterface.networkInterfaces().flatMap(NetworkInterface::inetAddresses).toList();
    // Since Podman 5 they have this machine's address themselves, and another one for it.
    boolean isTheirs = isPodman() && !details.version().startsWith("4.");
    return new HostRoute(isTheirs ? Dns.HOST_GATEWAY : own.getHostAddress(), own, all);
  }

  /** One that is not the loopback's. */
  private InetAddress ownAddress() throws IOException {
    try (DatagramSocket socket = new DatagramSocket()) {
      // Nothing is sent: only the way there is asked for.
      socket.connect(new InetSocketAddress(ANYWHERE, 9));
      if (isOfUse(socket.getLocalAddress())) {
        return socket.getLocalAddress();
      }
    } catch (SocketException | UncheckedIOException e) {
      // There is no way to elsewhere.
    }
    return NetworkInterface.networkInterfaces()
        .flatMap(NetworkInterface::inetAddresses)
        .filter(HostRoutes::isOfUse)
        .findFirst()
        .orElseThrow(() -> none("this machine has no address but the loopback's"));
  }

  private static boolean isOfUse(InetAddress address) {
    return address instanceof Inet4Address
        && !address.isAnyLocalAddress()
        && !address.isLoopbackAddress();
  }

  private HostRoute fromElsewhere() throws IOException {
    Dialer.Ends ends = dialer.ends();
    InetAddress here = ends.here();
    if (here.isLoopbackAddress() || isOneOfOurs(ends.there())) {
      return onThisMachine();
    }
    if (!(here instanceof Inet4Address)) {
      throw none(
          "its host is reached by IPv6, which containers commonly lack; name its IPv4 address");
    }
    if (NetworkInterface.getByInetAddress(here) == null) {
      throw none(
          "its host sees this machine as "
              + here.getHostAddress()
              + ", which is not an address of this machine, so that nothing can arrive there");
    }
    List<JsonObject> networks =
        api.objects(Request.get("/networks").within(Api.QUICK), "list its networks");
    InetAddress arrival = isIn(networks, here) ? ownAddress() : here;
    if (isIn(networks, arrival)) {
      throw none(
          "a network of that engine has the addresses in which this machine's is, "
              + arrival.getHostAddress());
    }
    return new HostRoute(arrival.getHostAddress(), arrival, ends.there());
  }

  /** Whether containers would look for this address in a network of the engine's own. */
  private static boolean isIn(List<JsonObject> networks, InetAddress address) throws IOException {
    for (JsonObject network : networks) {
      for (JsonObject each : network.object("IPAM").objects("Config")) {
        if (holds(each.text("Subnet"), address)) {
          return true;
        }
      }
    }
    return false;
  }

  /** Of IPv4. */
  private static boolean holds(String block, InetAddress address) throws IOException {
    int slash = block.indexOf('/');
    if (slash < 0 || block.indexOf(':') >= 0) {
      return false;
    }
    long mask = -1L << (32 - Integer.parseInt(block.substring(slash + 1)));
    return (bits(InetAddress.getByName(block.substring(0, slash))) & mask)
        == (bits(address) & mask);
  }

  private static long bits(InetAddress address) {
    return Integer.toUnsignedLong(ByteBuffer.wrap(address.getAddress()).getInt());
  }

  private static boolean isOneOfOurs(List<InetAddress> addresses) throws IOException {
    for (InetAddress each : addresses) {
      if (NetworkInterface.getByInetAddress(each) != null) {
        return true;
      }
    }
    return false;
  }

  /** So it seems; but there may be a tunnel. */
  private HostRoute onThisMachine() throws IOException {
    JsonObject host = api.object(Request.get("/info").within(Api.QUICK), "tell about its host");
    String name = host.text("Name");
    if (name.isEmpty()
        || !name.equals(hostName())
        || !host.text("KernelVersion").equals(System.getProperty("os.version"))) {
      throw none(
          "it is reached by an address of this machine that leads to another one, \""
              + name
              + "\", and no way back is known");
    }
    EngineDetails details =
        Details.read(
            api.object(Request.get("/version").within(Api.QUICK), "tell its version"), host);
    return details.rootless() ? ofPlainUser(details) : byBridge();
  }

  private static String hostName() {
    try {
      return Files.readString(Path.of(HOST_NAME)).strip();
    } catch (IOException e) {
      return "";
    }
  }

  private HostRoute byBridge() throws IOException {
    if (isPodman()) {
      // Its bridges come and go with their containers, and lead to every address of this machine.
      InetAddress own = ownAddress();
      return new HostRoute(own.getHostAddress(), own, List.of());
    }
    String gateway = gateway();
    InetAddress arrival = InetAddress.getByName(gateway);
    if (NetworkInterface.getByInetAddress(arrival) == null) {
      throw none(
          "its bridge's address "
              + gateway
              + " is not here: this process is in a container itself, or the engine in another"
              + " network");
    }
    return new HostRoute(gateway, arrival, List.of());
  }

  private boolean isPodman() {
    return info.product().startsWith("Libpod/");
  }

  private String gateway() {
    JsonObject json =
        api.object(Request.get("/networks/bridge").within(Api.QUICK), "inspect network \"bridge\"");
    for (JsonObject each : json.object("IPAM").objects("Config")) {
      String gateway = each.text("Gateway");
      if (gateway.indexOf('.') > 0) {
        return gateway;
      }
    }
    // Docker 20.10 does not tell it before its first restart.
    String address = addressOf(json.object("Options").text("com.docker.network.bridge.name"));
    if (address == null) {
      throw new EngineException(0, "Network \"bridge\" has no gateway.", null);
    }
    return address;
  }

  private static @Nullable String addressOf(String bridge) {
    try {
      NetworkInterface found = bridge.isEmpty() ? null : NetworkInterface.getByName(bridge);
      if (found != null) {
        for (InterfaceAddress each : found.getInterfaceAddresses()) {
          if (each.getAddress() instanceof Inet4Address address) {
            return address.getHostAddress();
          }
        }
      }
    } catch (SocketException e) {
      throw new EngineException(0, "The interfaces of this machine cannot be read.", e);
    }
    return null;
  }

  private UnsupportedWishException none(String why) {
    return new UnsupportedWishException(
        "Containers of "
            + info.product()
            + " at "
            + info.address()
            + " cannot come to this machine: "
            + why
            + ". Run the service in a container of the test's network.",
        null);
  }
}
