package dev.drydock.internal.docker;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import java.nio.channels.ClosedByInterruptException;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;

/**
 * Looks a host's name up on a thread of its own: the system takes neither a limit nor an interrupt
 * for that, and says nothing for long when its name server does not.
 */
final class NameLookup implements Callable<InetAddress> {

  private final InetSocketAddress wanted;
  private final FutureTask<InetAddress> task = new FutureTask<>(this);

  private NameLookup(InetSocketAddress wanted) {
    this.wanted = wanted;
  }

  /** What has to be looked up for this address; null when nothing has. */
  static @Nullable NameLookup of(SocketAddress endpoint) {
    return endpoint instanceof InetSocketAddress internet && internet.isUnresolved()
        ? new NameLookup(internet)
        : null;
  }

  /** An address that is yet to be looked up, unless it is one of numbers. */
  static InetSocketAddress address(String host, int port) {
    boolean literal = host.indexOf(':') >= 0 || host.matches("[0-9.]+");
    return literal
        ? new InetSocketAddress(host, port)
        : InetSocketAddress.createUnresolved(host, port);
  }

  /**
   * Looks it up; blocks until that is done, or cancelled.
   *
   * @throws UnknownHostException when there is no such name, or none was found in time
   * @throws ClosedByInterruptException when the thread is interrupted; its flag stays set
   */
  SocketAddress find() throws UnknownHostException, ClosedByInterruptException {
    Thread thread = new Thread(null, task, "drydock-name-lookup", 0, false);
    thread.setDaemon(true);
    thread.setContextClassLoader(null);
    thread.start();
    try {
      return new InetSocketAddress(task.get(), wanted.getPort());
    } catch (InterruptedException e) {
      cancel();
      Thread.currentThread().interrupt();
      throw new ClosedByInterruptException();
    } catch (CancellationException | ExecutionException e) {
      UnknownHostException unknown = new UnknownHostException(wanted.getHostString());
      unknown.initCause(e);
      throw unknown;
    }
  }

  /** Ends the waiting for it, from any thread; the system's own work ends when it ends. */
  void cancel() {
    task.cancel(true);
  }

  @Override
  public InetAddress call() throws UnknownHostException {
    return InetAddress.getByName(wanted.getHostString());
  }
}
