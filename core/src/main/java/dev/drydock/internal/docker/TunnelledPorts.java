package dev.drydock.internal.docker;

import dev.drydock.model.ContainerPort;
import dev.drydock.model.Endpoint;
import dev.drydock.model.EngineException;
import dev.drydock.model.Protocol;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * The published ports of an engine that is reached by SSH: each has a listener on this machine's
 * loopback, whose connections go through the same SSH. UDP cannot, and is named as it is there.
 */
final class TunnelledPorts implements HostPorts {

  private final Ssh ssh;
  private final String name;
  private final Map<String, Endpoint> endpoints = new ConcurrentHashMap<>();
  private final Queue<ServerSocketChannel> listeners = new ConcurrentLinkedQueue<>();

  TunnelledPorts(Ssh ssh, String name) {
    this.ssh = ssh;
    this.name = name;
  }

  @Override
  public Endpoint endpoint(ContainerPort port, String bound, int four, int six) {
    if (port.protocol() != Protocol.TCP) {
      return new Endpoint(name, four == 0 ? six : four);
    }
    String host = bound.isEmpty() || bound.equals("0.0.0.0") ? "127.0.0.1" : bound;
    return four == 0
        ? endpoints.computeIfAbsent("[::1]:" + six, target -> listen(target, six))
        : endpoints.computeIfAbsent(host + ":" + four, target -> listen(target, four));
  }

  @Override
  public int way() {
    try {
      return ssh.way();
    } catch (IOException e) {
      // No other could be started, at this moment.
      return Ssh.IN_THE_MAKING;
    }
  }

  private Endpoint listen(String target, int wish) {
    try {
      ServerSocketChannel listener = ServerSocketChannel.open();
      listeners.add(listener);
      bind(listener, wish);
      Thread thread = new Thread(() -> accept(listener, target), "drydock-ssh-" + target);
      thread.setDaemon(true);
      thread.setContextClassLoader(null);
      thread.start();
      return new Endpoint("127.0.0.1", ((InetSocketAddress) listener.getLocalAddress()).getPort());
    } catch (IOException e) {
      throw new EngineException(
          0,
          "No local port could be opened for " + target + " of " + name + ": " + e.getMessage(),
          e);
    }
  }

  /** The same port as there, if it is free here: a fixed one was chosen for a reason. */
  private static void bind(ServerSocketChannel listener, int wish) throws IOException {
    try {
      listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), wish));
    } catch (BindException e) {
      listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    }
  }

  private void accept(ServerSocketChannel listener, String target) {
    try {
      while (true) {
        SocketChannel client = listener.accept();
        try {
          SshLine.between(client, ssh.forward(target), ssh);
        } catch (IOException e) {
          client.close();
        }
      }
    } catch (IOException e) {
      // Closed with the engine.
    }
  }

  @Override
  public void close() {
    for (ServerSocketChannel each : listeners) {
      try {
        each.close();
      } catch (IOException e) {
        // A listener that cannot be closed is as gone as one that can.
      }
    }
  }
}
