package dev.drydock.internal.docker;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.channels.ClosedByInterruptException;
import java.time.Duration;
import java.util.concurrent.ConcurrentLinkedDeque;
import org.jspecify.annotations.Nullable;

/**
 * The connections to one engine: sends a request over an idle one, or else over a new one.
 *
 * <p>The last connection given back is taken first, so that those too many grow old and are closed.
 * A connection is never tried out before it is used: that would block on a unix socket. Instead a
 * request that finds its connection dead is sent once more over a new one.
 */
final class ConnectionPool implements AutoCloseable {

  /** Engines drop idle connections after 5 minutes, proxies before them much sooner. */
  static final Duration IDLE = Duration.ofSeconds(60);

  /** What has answered this short a time ago will do so again. */
  private static final Duration JUST_NOW = Duration.ofMillis(500);

  private final Dialer dialer;
  private final Duration connectLimit;
  private final Duration idleLimit;
  private final Watch watch;
  private final ConcurrentLinkedDeque<Connection> idle = new ConcurrentLinkedDeque<>();
  private volatile boolean closed;

  ConnectionPool(Dialer dialer, Duration connectLimit, Duration idleLimit) {
    this(dialer, connectLimit, idleLimit, Pulse.SILENCE);
  }

  ConnectionPool(Dialer dialer, Duration connectLimit, Duration idleLimit, Duration silence) {
    this.dialer = dialer;
    this.connectLimit = connectLimit;
    this.idleLimit = idleLimit;
    this.watch = new Watch(new Pulse(silence, () -> isAlive(silence)));
  }

  /**
   * Sends a request and receives the head of its answer; the caller closes the response.
   *
   * @throws IOException when the connection cannot be made or breaks
   * @throws ClosedByInterruptException when the thread is interrupted; its flag stays set
   */
  Response exchange(Request request) throws IOException {
    if (Thread.currentThread().isInterrupted()) {
      throw new ClosedByInterruptException();
    }
    if (closed) {
      throw new IOException("the connection to the engine was closed");
    }
    Connection pooled = request.isFresh() ? null : takeIdle(request);
    if (pooled != null) {
      try {
        return over(pooled, request);
      } catch (UnsentException e) {
        // It had died while it was idle, and the engine has not seen the request, in all
        // likelihood.
        if (request.isOnce()) {
          throw e;
        }
      }
    }
    return over(fresh(), request);
  }

  /** Only a question without an answer tells of silence: a refusal is an answer too. */
  private boolean isAlive(Duration silence) {
    Request question = Request.get("/_ping").onFreshConnection().within(silence);
    try (Response response = exchange(question)) {
      response.bytes();
      return true;
    } catch (SocketTimeoutException e) {
      return false;
    } catch (IOException e) {
      return true;
    }
  }

  private Connection fresh() throws IOException {
    Connection connection = Connection.open(dialer, watch, connectLimit);
    if (closed) {
      // While it was being opened; whoever closed the pool may not have seen it.
      connection.close();
      throw new IOException("the connection to the engine was closed");
    }
    return connection;
  }

  private Response over(Connection connection, Request request) throws IOException {
    boolean done = false;
    try {
      Response response = connection.exchange(request, this);
      done = true;
      return response;
    } finally {
      if (!done) {
        connection.close();
      }
    }
  }

  private @Nullable Connection takeIdle(Request request) {
    for (Connection next = idle.pollFirst(); next != null; next = idle.pollFirst()) {
      if (request.isOnce() && !next.isUsedWithin(JUST_NOW, idleLimit)) {
        // Those behind it have been idle for longer.
        idle.addFirst(next);
        return null;
      }
      if (next.unlimited()) {
        return next;
      }
    }
    return null;
  }

  /** Takes back a connection whose last answer was read to its end. */
  void giveBack(Connection connection) {
    if (closed || !connection.unlimited()) {
      connection.close();
      return;
    }
    connection.limit(idleLimit);
    idle.addFirst(connection);
    if (closed) {
      close();
    }
  }

  boolean isClosed() {
    return closed;
  }

  /** Closes all connections; calls that are going on fail. */
  @Override
  public void close() {
    closed = true;
    idle.clear();
    watch.closeAll();
  }
}
