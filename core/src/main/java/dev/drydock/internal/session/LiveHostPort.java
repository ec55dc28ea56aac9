package dev.drydock.internal.session;

import dev.drydock.engine.Capability;
import dev.drydock.engine.Engine;
import dev.drydock.engine.EngineInfo;
import dev.drydock.model.UnsupportedWishException;
import dev.drydock.runtime.HostPort;
import dev.drydock.spec.container.Dns;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A port of this machine for containers. Where the engine's bridge is one of this machine, this
 * process listens at the bridge's own address, and carries each connection that comes from a bridge
 * of this machine to the loopback; where a virtual machine is in between, its own way to this
 * machine is used.
 */
final class LiveHostPort implements HostPort {

  private static final int BACKLOG = 50;
  private static final int PATIENCE_MILLIS = 5_000;

  /** In a row; then nobody can be let in any more. */
  private static final int MOST_FAILURES = 1_000;

  private final String address;
  private final int port;
  private final Executor threads;
  private final @Nullable ServerSocket server;
  private final CountDownLatch ended = new CountDownLatch(1);
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();

  private LiveHostPort(String address, int port, Executor threads, @Nullable ServerSocket server) {
    this.address = address;
    this.port = port;
    this.threads = threads;
    this.server = server;
  }

  /**
   * Opens it.
   *
   * @throws UnsupportedWishException when the engine's containers cannot reach this machine so
   */
  static LiveHostPort open(Engine engine, Executor threads, int port) {
    if (port < 1 || port > 65535) {
      throw new IllegalArgumentException("host port must be 1 to 65535, was " + port);
    }
    EngineInfo info = engine.info();
    if (!info.capabilities().contains(Capability.LOCAL_FILES)) {
      throw unsupported(
          port,
          info,
          "that engine is elsewhere, and its containers cannot reach this machine",
          "Run the service in a container of the test's network.");
    }
    if (!info.capabilities().contains(Capability.CONTAINER_ADDRESSES)) {
      if (engine.details().rootless()) {
        throw unsupported(
            port,
            info,
            "a rootless engine keeps its containers from this machine's loopback",
            "Run the service in a container of the test's network, or use an engine of root.");
      }
      return new LiveHostPort(Dns.HOST_GATEWAY, port, threads, null);
    }
    String gateway = engine.networks().gateway();
    LiveHostPort opened = new LiveHostPort(gateway, port, threads, listen(gateway, port, info));
    opened.begin();
    return opened;
  }

  private static @Nullable ServerSocket listen(String gateway, int port, EngineInfo info) {
    try {
      return new ServerSocket(port, BACKLOG, InetAddress.getByName(gateway));
    } catch (BindException e) {
      if (accepts(gateway, port)) {
        // The service listens at every address already.
        return null;
      }
      throw unsupported(
          port,
          info,
          "this process cannot listen at its bridge's address " + gateway + ": " + e.getMessage(),
          "Use another port.");
    } catch (IOException e) {
      throw unsupported(port, info, gateway + " cannot be listened at: " + e.getMessage(), "");
    }
  }

  private static boolean accepts(String address, int port) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(address, port), PATIENCE_MILLIS);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private static UnsupportedWishException unsupported(
      int port, EngineInfo info, String why, String advice) {
    return new UnsupportedWishException(
        "Port "
            + port
            + " of this machine cannot be given to containers of "
            + info.product()
            + " at "
            + info.address()
            + ": "
            + why
            + "."
            + (advice.isEmpty() ? "" : " " + advice),
        null);
  }

  private void begin() {
    ServerSocket listening = server;
    if (listening != null) {
      threads.execute(() -> acceptAll(listening));
    }
  }

  private void acceptAll(ServerSocket listening) {
    int failures = 0;
    while (failures < MOST_FAILURES) {
      try {
        Socket there = listening.accept();
        failures = 0;
        open.add(there);
        if (listening.isClosed() || !Bridges.reach(there.getInetAddress())) {
          end(there);
        } else {
          threads.execute(() -> carry(there));
        }
      } catch (IOException e) {
        // A guest that went before it was greeted; or closed, or no more files to be had.
        failures = listening.isClosed() ? MOST_FAILURES : failures + 1;
      }
    }
    release();
    ended.countDown();
  }

  private void carry(Socket there) {
    Socket here = new Socket();
    open.add(here);
    try {
      here.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), PATIENCE_MILLIS);
      threads.execute(() -> copy(here, there));
      copy(there, here);
    } catch (IOException e) {
      // Nobody listens: the guest sees its connection end.
      end(here);
      end(there);
    }
  }

  /** Carries one direction to its end; the other may go on. */
  private void copy(Socket from, Socket to) {
    try {
      from.getInputStream().transferTo(to.getOutputStream());
      to.shutdownOutput();
      if (from.isOutputShutdown()) {
        end(from);
        end(to);
      }
    } catch (IOException e) {
      end(from);
      end(to);
    }
  }

  private void end(Socket socket) {
    open.remove(socket);
    try {
      socket.close();
    } catch (IOException e) {
      // It is of no more use either way.
    }
  }

  @Override
  public String address() {
    return address;
  }

  @Override
  public int port() {
    return port;
  }

  @Override
  public void close() {
    release();
    if (server != null) {
      awaitEnd();
    }
  }

  /** The system listens until the thread that accepts has come back. */
  private void awaitEnd() {
    try {
      var unused = ended.await(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void release() {
    ServerSocket listening = server;
    if (listening != null) {
      try {
        listening.close();
      } catch (IOException e) {
        // It is of no more use either way.
      }
    }
    open.forEach(this::end);
  }

  @Override
  public String toString() {
    return authority();
  }
}
