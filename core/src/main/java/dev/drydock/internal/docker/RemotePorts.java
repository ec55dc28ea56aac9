package dev.drydock.internal.docker;

import dev.drydock.engine.EngineAddress;
import dev.drydock.model.ContainerPort;
import dev.drydock.model.Endpoint;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;

/** The published ports of an engine that is reached over TCP: they are on the same host. */
final class RemotePorts implements HostPorts {

  private final String name;

  RemotePorts(EngineAddress engine) {
    this.name = ChannelDialer.tcpHost(engine);
  }

  @Override
  public Endpoint endpoint(ContainerPort port, String bound, int four, int six) {
    if (four == 0) {
      return new Endpoint(name, six);
    }
    return new Endpoint(six == 0 || six == four ? name : ipv4(), four);
  }

  private String ipv4() {
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
