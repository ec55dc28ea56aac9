package dev.drydock.internal.session;

import dev.drydock.engine.Engine;
import dev.drydock.engine.EngineInfo;
import dev.drydock.engine.HostRoute;
import dev.drydock.model.UnsupportedWishException;
import java.io.IOException;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;

/** The ports of this machine that containers were given: one listener each for all sessions. */
final class HostListeners {

  private final Engine engine;
  private final Executor threads;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<Integer, Shared> open = new HashMap<>();

  HostListeners(Engine engine, Executor threads) {
    this.engine = engine;
    this.threads = threads;
  }

  private static final class Shared {
    final HostListener listener;
    int users;

    Shared(HostListener listener) {
      this.listener = listener;
    }
  }

  /**
   * Lets containers come to a port.
   *
   * @throws IllegalArgumentException when it is none
   * @throws UnsupportedWishException when there is no way, or this process cannot listen there
   */
  LiveHostPort open(int port) {
    if (port < 1 || port > 65535) {
      throw new IllegalArgumentException("host port must be 1 to 65535, was " + port);
    }
    HostRoute route = engine.hostRoute();
    InetAddress arrival = route.arrival();
    return new LiveHostPort(
        route.name(),
        port,
        arrival != null && isHelped(arrival, route, port) ? () -> release(port) : () -> {});
  }

  /** Whether this process listens for it, which what listens at every address does not need. */
  private boolean isHelped(InetAddress arrival, HostRoute route, int port) {
    lock.lock();
    try {
      Shared shared = open.get(port);
      if (shared == null) {
        HostListener listener = HostListener.open(arrival, route.guests(), port, threads);
        if (listener == null) {
          return false;
        }
        shared = new Shared(listener);
        open.put(port, shared);
      }
      shared.users++;
      return true;
    } catch (IOException e) {
      EngineInfo info = engine.info();
      throw new UnsupportedWishException(
          "Port "
              + port
              + " of this machine cannot be given to containers of "
              + info.product()
              + " at "
              + info.address()
              + ": this process cannot listen at "
              + arrival.getHostAddress()
              + ": "
              + e.getMessage()
              + ". Use another port.",
          e);
    } finally {
      lock.unlock();
    }
  }

  private void release(int port) {
    lock.lock();
    try {
      Shared shared = open.get(port);
      if (shared != null && --shared.users == 0) {
        open.remove(port);
        shared.listener.close();
      }
    } finally {
      lock.unlock();
    }
  }
}
