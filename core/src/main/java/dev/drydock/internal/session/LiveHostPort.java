package dev.drydock.internal.session;

import dev.drydock.runtime.HostPort;
import java.util.concurrent.atomic.AtomicBoolean;

/** A session's use of a port of this machine. */
final class LiveHostPort implements HostPort {

  private final String address;
  private final int port;
  private final Runnable end;
  private final AtomicBoolean closed = new AtomicBoolean();

  /**
   * @param address what containers know this machine by
   * @param end is run when it closes
   */
  LiveHostPort(String address, int port, Runnable end) {
    this.address = address;
    this.port = port;
    this.end = end;
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
    if (closed.compareAndSet(false, true)) {
      end.run();
    }
  }

  @Override
  public String toString() {
    return authority();
  }
}
