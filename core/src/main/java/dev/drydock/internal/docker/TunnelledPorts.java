package dev.drydock.internal.docker;

import dev.drydock.engine.ContainerFacts;
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
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The published ports of an engine that is reached by SSH: each has a listener on this machine's
 * loopback, whose connections go through the same SSH. UDP cannot, and is named as it is there.
 */
final class TunnelledPorts implements HostPorts {

  private final Ssh ssh;
  private final String name;
  private final ReentrantLock lock = new ReentrantLock();

  /** By the port there, as ssh is told it. */
  private final Map<String, ServerSocketChannel> listeners = new HashMap<>();

  /** By containers' ids, and by their names. */
  private final Map<String, Ports> kept = new HashMap<>();

  private boolean closed;

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
    String target = four == 0 ? "[::1]:" + six : host + ":" + four;
    lock.lock();
    try {
      ServerSocketChannel listener = listeners.get(target);
      if (listener == null) {
        listener = listen(target, four == 0 ? six : four);
        listeners.put(target, listener);
      }
      return endpoint(listener);
    } catch (IOException e) {
      throw new EngineException(
          0,
          "No local port could be opened for " + target + " of " + name + ": " + e.getMessage(),
          e);
    } finally {
      lock.unlock();
    }
  }

  /** A container's. */
  private static final class Ports {
    final Set<Endpoint> all = new HashSet<>();
  }

  private static Endpoint endpoint(ServerSocketChannel listener) throws IOException {
    return new Endpoint("127.0.0.1", ((InetSocketAddress) listener.getLocalAddress()).getPort());
  }

  @Override
  public void keep(ContainerFacts container) {
    if (container.endpoints().isEmpty()) {
      return;
    }
    lock.lock();
    try {
      Ports its = kept.computeIfAbsent(container.id(), id -> new Ports());
      its.all.addAll(container.endpoints().values());
      kept.put(container.name(), its);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void forget(String idOrName) {
    lock.lock();
    try {
      Ports its = kept.get(idOrName);
      if (its == null) {
        return;
      }
      kept.values().removeIf(its::equals);
      // Two on the host's own network may have the same.
      kept.values().forEach(each -> its.all.removeAll(each.all));
      Iterator<ServerSocketChannel> all = listeners.values().iterator();
      while (all.hasNext()) {
        ServerSocketChannel each = all.next();
        if (its.all.contains(endpoint(each))) {
          all.remove();
          each.close();
        }
      }
    } catch (IOException e) {
      // A listener that cannot be closed is as gone as one that can.
    } finally {
      lock.unlock();
    }
  }

  @Override
  public int way() {
    try {
      return ssh.way();
    } catch (IOException e) {
      // No other could be started, at this moment.
      return IN_THE_MAKING;
    }
  }

  private ServerSocketChannel listen(String target, int wish) throws IOException {
    if (closed) {
      throw new IOException("the connection to the engine was closed");
    }
    ServerSocketChannel listener = ServerSocketChannel.open();
    boolean done = false;
    try {
      bind(listener, wish);
      Thread thread = new Thread(() -> accept(listener, target), "drydock-ssh-" + target);
      thread.setDaemon(true);
      thread.setContextClassLoader(null);
      thread.start();
      done = true;
      return listener;
    } finally {
      if (!done) {
        listener.close();
      }
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
      // Closed, with its container or the engine.
    }
  }

  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      for (ServerSocketChannel each : listeners.values()) {
        try {
          each.close();
        } catch (IOException e) {
          // A listener that cannot be closed is as gone as one that can.
        }
      }
      listeners.clear();
    } finally {
      lock.unlock();
    }
  }
}
