package dev.drydock.internal.docker;

import dev.drydock.engine.EngineAddress;
import dev.drydock.model.ContainerPort;
import dev.drydock.model.Endpoint;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds where a published port is reached from this machine.
 *
 * <p>An engine with IPv6 publishes a port twice and may choose two host ports. A name such as
 * {@code localhost} leads some programs to one and some to the other, which may belong to another
 * container, so the name is used only when both are the same, and the IPv4 address otherwise.
 */
final class PublishedPorts {

  private PublishedPorts() {}

  /** The endpoints by container port; a port that is exposed but not published has none. */
  static Map<ContainerPort, Endpoint> endpoints(JsonObject ports, EngineAddress engine) {
    Map<ContainerPort, Endpoint> endpoints = new LinkedHashMap<>();
    for (String each : ports.names()) {
      Endpoint endpoint = endpoint(ports.objects(each), engine);
      if (endpoint != null) {
        endpoints.put(ContainerPort.parse(each), endpoint);
      }
    }
    return endpoints;
  }

  private static @Nullable Endpoint endpoint(List<JsonObject> bindings, EngineAddress engine) {
    int four = 0;
    int six = 0;
    String address = "";
    for (JsonObject each : bindings) {
      String ip = each.text("HostIp");
      int port = port(each.text("HostPort"));
      if (ip.indexOf(':') >= 0) {
        six = six == 0 ? port : six;
      } else if (four == 0) {
        four = port;
        address = ip;
      }
    }
    if (four == 0 && six == 0) {
      return null;
    }
    return new Endpoint(host(engine, address, four, six), four == 0 ? six : four);
  }

  private static int port(String text) {
    return text.isEmpty() ? 0 : Integer.parseInt(text);
  }

  private static String host(EngineAddress engine, String bound, int four, int six) {
    boolean here = ChannelDialer.isUnix(engine);
    if (here && !bound.isEmpty() && !bound.equals("0.0.0.0") && !bound.startsWith("127.")) {
      return bound;
    }
    String name = here ? "localhost" : ChannelDialer.tcpHost(engine);
    if (four == 0) {
      return here ? "::1" : name;
    }
    if (six == 0 || six == four) {
      return name;
    }
    return here ? "127.0.0.1" : ipv4(name);
  }

  private static String ipv4(String name) {
    try {
      for (InetAddress each : InetAddress.getAllByName(name)) {
        if (each instanceof Inet4Address) {
          return each.getHostAddress();
        }
      }
    } catch (UnknownHostException e) {
      // The name is good enough to say so when it is used.
    }
    return name;
  }
}
