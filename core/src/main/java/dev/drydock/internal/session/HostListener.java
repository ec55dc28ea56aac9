package dev.drydock.internal.session;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * Listens at the address at which containers arrive, and carries the connections of those it knows
 * to the same port of the loopback.
 */
final class HostListener implements AutoCloseable {

  private static final int BACKLOG = 50;
  private static final int PATIENCE_MILLIS = 5_000;

  /** In a row; then nobody can be let in any more. */
  private static final int MOST_FAILURES = 1_000;

  private final ServerSocket server;
  private final List<InetAddress> guests;
  private final Executor threads;
  private final CountDownLatch ended = new CountDownLatch(1);
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final AtomicBoolean warned = new AtomicBoolean();

  private HostListener(ServerSocket server, List<InetAddress> guests, Executor threads) {
    this.server = server;
    this.guests = guests;
    this.threads = threads;
  }

  /**
   * Opens it; null where there is no need: the service listens at that address itself.
   *
   * @param guests who may come; none for all that are on a bridge of this machine
   * @throws IOException when this process cannot listen there
   */
  static @Nullable HostListener open(
      InetAddress arrival, List<InetAddress> guests, int port, Executor threads)
      throws IOException {
    ServerSocket server;
    try {
      server = new ServerSocket(port, BACKLOG, arrival);
    } catch (BindException e) {
      // At both, so that it is not somebody else at the one.
      if (accepts(arrival, port) && accepts(InetAddress.getLoopbackAddress(), port)) {
        return null;
      }
      throw e;
    }
    HostListener listener = new HostListener(server, guests, threads);
    boolean done = false;
    try {
      threads.execute(listener::acceptAll);
      done = true;
      return listener;
    } finally {
      if (!done) {
        server.close();
      }
    }
  }

  private static boolean accepts(InetAddress address, int port) {
    try (Socket socket = new Socket(Proxy.NO_PROXY)) {
      socket.connect(new InetSocketAddress(address, port), PATIENCE_MILLIS);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private void acceptAll() {
    int failures = 0;
    while (failures < MOST_FAILURES) {
      try {
        Socket there = server.accept();
        failures = 0;
        letIn(there);
      } catch (IOException e) {
        // A guest that went before it was greeted; or closed, or no more files to be had.
        failures = server.isClosed() ? MOST_FAILURES : failures + 1;
      }
    }
    release();
    ended.countDown();
  }

  private void letIn(Socket there) throws IOException {
    open.add(there);
    boolean carried = false;
    try {
      if (!server.isClosed() && isGuest(there.getInetAddress())) {
        // One that is far away may vanish without a word.
        there.setKeepAlive(true);
        threads.execute(() -> carry(there));
        carried = true;
      }
    } finally {
      if (!carried) {
        end(there);
      }
    }
  }

  /** Others of the network could knock too. */
  private boolean isGuest(InetAddress address) throws SocketException {
    boolean known = guests.isEmpty() ? Bridges.reach(address) : guests.contains(address);
    if (!known && warned.compareAndSet(false, true)) {
      LoggerFactory.getLogger(HostListener.class)
          .warn(
              "A connection from {} to port {} of this machine was not let in: containers come from"
                  + " {}.",
              address.getHostAddress(),
              server.getLocalPort(),
              guests.isEmpty()
                  ? "bridges of this machine"
                  : String.join(", ", guests.stream().map(InetAddress::getHostAddress).toList()));
    }
    return known;
  }

  private void carry(Socket there) {
    Socket here = new Socket(Proxy.NO_PROXY);
    open.add(here);
    try {
      here.connect(
          new InetSocketAddress(InetAddress.getLoopbackAddress(), server.getLocalPort()),
          PATIENCE_MILLIS);
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

  /** Cuts what is open; the port is free when this returns. */
  @Override
  public void close() {
    release();
    try {
      // The system listens until the thread that accepts has come back.
      var unused = ended.await(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void release() {
    try {
      server.close();
    } catch (IOException e) {
      // It is of no more use either way.
    }
    open.forEach(this::end);
  }
}
