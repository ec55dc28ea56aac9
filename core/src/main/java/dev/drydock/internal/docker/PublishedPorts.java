package dev.drydock.internal.docker;

import dev.drydock.model.ContainerPort;
import dev.drydock.model.Endpoint;
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
  static Map<ContainerPort, Endpoint> endpoints(JsonObject ports, HostPorts host) {
    Map<ContainerPort, Endpoint> endpoints = new LinkedHashMap<>();
    for (String each : ports.names()) {
      ContainerPort port = ContainerPort.parse(each);
      Endpoint endpoint = endpoint(port, ports.objects(each), host);
      if (endpoint != null) {
        endpoints.put(port, endpoint);
      }
    }
    return endpoints;
  }

  private static @Nullable Endpoint endpoint(
      ContainerPort port, List<JsonObject> bindings, HostPorts host) {
    int four = 0;
    int six = 0;
    String address = "";
    for (JsonObject each : bindings) {
      String ip = each.text("HostIp");
      int number = port(each.text("HostPort"));
      if (ip.indexOf(':') >= 0) {
        six = six == 0 ? number : six;
      } else if (four == 0) {
        four = number;
        address = ip;
      }
    }
    return four == 0 && six == 0 ? null : host.endpoint(port, address, four, six);
  }

  private static int port(String text) {
    return text.isEmpty() ? 0 : Integer.parseInt(text);
  }
}
