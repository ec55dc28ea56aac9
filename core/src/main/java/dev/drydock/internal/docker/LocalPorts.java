package dev.drydock.internal.docker;

import dev.drydock.model.ContainerPort;
import dev.drydock.model.Endpoint;
import dev.drydock.model.Protocol;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The published ports of an engine that is reached by a socket of this machine. They are at {@code
 * localhost}, unless this process runs in a container that was given the engine's socket: then they
 * are at the container's gateway. Which it is shows the first port that answers at one of them; a
 * file such as {@code /.dockerenv} is only a reason to ask, for some virtual machines have it too.
 */
public final class LocalPorts implements HostPorts {

  private static final String HERE = "localhost";
  private static final int PATIENCE = 200;

  private final boolean suspicious;
  private final @Nullable String gateway;
  private volatile @Nullable String host;

  LocalPorts() {
    boolean perhaps = looksLikeContainer(Path.of("/"), System.getenv("KUBERNETES_SERVICE_HOST"));
    this.suspicious = perhaps;
    this.gateway = perhaps ? gateway() : null;
  }

  /**
   * Of a process that may run in a container.
   *
   * @param suspicious whether there is a reason to ask
   * @param gateway where the ports are if it does; null where there is none
   */
  LocalPorts(boolean suspicious, @Nullable String gateway) {
    this.suspicious = suspicious;
    this.gateway = gateway;
  }

  /**
   * Whether there is a reason to think that this process runs in a container.
   *
   * @param kubernetes the address that Kubernetes gives to its containers; null elsewhere
   */
  public static boolean looksLikeContainer(Path root, @Nullable String kubernetes) {
    return Files.exists(root.resolve(".dockerenv"))
        || Files.exists(root.resolve("run/.containerenv"))
        || kubernetes != null;
  }

  @Override
  public Endpoint endpoint(ContainerPort port, String bound, int four, int six) {
    if (!bound.isEmpty() && !bound.equals("0.0.0.0") && !bound.equals("127.0.0.1")) {
      return new Endpoint(bound, four == 0 ? six : four);
    }
    if (four == 0) {
      return new Endpoint("::1", six);
    }
    String name = suspicious && port.protocol() == Protocol.TCP ? whichAnswers(four) : known();
    boolean one = six == 0 || six == four || !name.equals(HERE);
    return new Endpoint(one ? name : "127.0.0.1", four);
  }

  @Override
  public boolean isDecided() {
    return !suspicious || gateway == null || host != null;
  }

  private String known() {
    String name = host;
    return name == null ? HERE : name;
  }

  private String whichAnswers(int port) {
    String name = host;
    if (name != null) {
      return name;
    }
    if (answers("127.0.0.1", port)) {
      host = HERE;
      return HERE;
    }
    if (gateway != null && answers(gateway, port)) {
      host = gateway;
      return gateway;
    }
    // Nothing is decided: the next port may tell.
    return HERE;
  }

  private static boolean answers(String address, int port) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(address, port), PATIENCE);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /** The gateway of the default route; null where there is none, or no such table. */
  private static @Nullable String gateway() {
    try {
      List<String> routes = Files.readAllLines(Path.of("/proc/net/route"));
      for (String each : routes) {
        String[] fields = each.split("\\s+", -1);
        if (fields.length > 2 && fields[1].equals("00000000")) {
          return address(fields[2]);
        }
      }
    } catch (IOException e) {
      // Not Linux, or nothing that can be read.
    }
    return null;
  }

  /** The kernel writes the four bytes in the order of a little-endian number. */
  static String address(String hexadecimal) {
    long bits = Long.parseLong(hexadecimal, 16);
    return (bits & 0xff)
        + "."
        + ((bits >> 8) & 0xff)
        + "."
        + ((bits >> 16) & 0xff)
        + "."
        + ((bits >> 24) & 0xff);
  }
}
