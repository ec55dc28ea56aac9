package dev.drydock.internal.docker;

import java.io.IOException;
import java.io.OutputStream;
import java.net.ProtocolException;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.channels.ClosedByInterruptException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.NoHttpResponseException;
import org.apache.hc.core5.http.impl.io.DefaultBHttpClientConnection;
import org.apache.hc.core5.http.message.BasicClassicHttpRequest;
import org.jspecify.annotations.Nullable;

/** One connection to the engine, used by one call at a time. */
final class Connection {

  /** The deadline of a connection that may take as long as it likes. */
  static final long NEVER = Long.MAX_VALUE;

  private static final long EXPIRED = Long.MIN_VALUE;

  private final Socket socket;
  private final DefaultBHttpClientConnection http;
  private final Watch watch;
  private final String hostHeader;
  private final AtomicLong deadline = new AtomicLong(NEVER);
  private volatile @Nullable Duration limit;

  private Connection(
      Socket socket, DefaultBHttpClientConnection http, Watch watch, String hostHeader) {
    this.socket = socket;
    this.http = http;
    this.watch = watch;
    this.hostHeader = hostHeader;
  }

  /** Connects within this time. */
  static Connection open(
      Dialer dialer, DefaultBHttpClientConnection http, Watch watch, Duration limit)
      throws IOException {
    Socket socket = dialer.socket();
    Connection connection = new Connection(socket, http, watch, dialer.hostHeader());
    watch.add(connection);
    boolean done = false;
    try {
      connection.limit(limit);
      dialer.connect(socket);
      http.bind(socket);
      connection.unlimited();
      done = true;
      return connection;
    } catch (IOException e) {
      throw connection.explain(e);
    } finally {
      if (!done) {
        connection.close();
      }
    }
  }

  long deadline() {
    return deadline.get();
  }

  /** Closes the connection if its deadline is still this one. */
  void expire(long seen) {
    if (deadline.compareAndSet(seen, EXPIRED)) {
      close();
    }
  }

  /** Closes the connection unless it is done or renewed within this time. */
  void limit(Duration time) {
    limit = time;
    long newDeadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(time.toMillis());
    deadline.set(newDeadline);
    watch.deadlineSet(newDeadline);
  }

  /** Takes the deadline away; false when it has passed and the connection is lost. */
  boolean unlimited() {
    long seen = deadline.get();
    return seen != EXPIRED && deadline.compareAndSet(seen, NEVER);
  }

  /** Says when a failure was the end of the time allowed. */
  IOException explain(IOException failure) {
    Duration time = limit;
    if (deadline.get() != EXPIRED || time == null) {
      return failure;
    }
    SocketTimeoutException late = new SocketTimeoutException("no answer within " + inWords(time));
    late.initCause(failure);
    return late;
  }

  private static String inWords(Duration time) {
    long millis = time.toMillis();
    return millis % 1000 == 0 ? millis / 1000 + " s" : millis + " ms";
  }

  /**
   * Sends a request and receives the head of its answer.
   *
   * @throws UnsentException when the engine cannot have begun to answer, and the connection is one
   *     that may have died while it was idle
   */
  Response exchange(Request request, ConnectionPool home) throws IOException {
    Duration time = request.limit();
    if (time != null) {
      limit(time);
    }
    try {
      return new Response(sendAndReceive(request), this, home, request);
    } catch (UnsentException e) {
      throw deadline.get() == EXPIRED ? explain(e) : e;
    } catch (IOException e) {
      throw explain(e);
    } catch (HttpException e) {
      ProtocolException wrong = new ProtocolException("the answer is not HTTP: " + e.getMessage());
      wrong.initCause(e);
      throw wrong;
    }
  }

  private ClassicHttpResponse sendAndReceive(Request request) throws IOException, HttpException {
    try {
      send(request);
    } catch (IOException e) {
      return earlyAnswer(request, e);
    }
    ClassicHttpResponse answer;
    try {
      answer = http.receiveResponseHeader();
      while (answer.getCode() < 200 && answer.getCode() != 101) {
        answer = http.receiveResponseHeader();
      }
    } catch (NoHttpResponseException | SocketException e) {
      throw new UnsentException(e);
    }
    receiveBody(request, answer);
    return answer;
  }

  private void receiveBody(Request request, ClassicHttpResponse answer)
      throws IOException, HttpException {
    int status = answer.getCode();
    if (status != 204 && status != 304 && !request.method().equals("HEAD")) {
      http.receiveResponseEntity(answer);
    }
  }

  /** An engine that refuses a long body answers and closes before it has read all of it. */
  private ClassicHttpResponse earlyAnswer(Request request, IOException failure)
      throws IOException, HttpException {
    if (!socket.isClosed()) {
      try {
        ClassicHttpResponse answer = http.receiveResponseHeader();
        receiveBody(request, answer);
        return answer;
      } catch (IOException | HttpException e) {
        failure.addSuppressed(e);
      }
    }
    if (request.body() != null || failure instanceof ClosedByInterruptException) {
      throw failure;
    }
    throw new UnsentException(failure);
  }

  private void send(Request request) throws IOException, HttpException {
    BasicClassicHttpRequest head = new BasicClassicHttpRequest(request.method(), request.path());
    head.addHeader("Host", hostHeader);
    head.addHeader("User-Agent", "drydock");
    for (Map.Entry<String, String> each : request.headers().entrySet()) {
      head.addHeader(each.getKey(), each.getValue());
    }
    Request.Body body = request.body();
    byte[] bytes = request.bytes();
    if (body != null) {
      head.addHeader("Transfer-Encoding", "chunked");
    } else if (bytes.length > 0 || !request.method().equals("GET")) {
      head.addHeader("Content-Length", Integer.toString(bytes.length));
    }
    http.sendRequestHeader(head);
    if (body != null || bytes.length > 0) {
      Duration step = request.stepLimit();
      head.setEntity(new SentEntity(bytes, body, step == null ? () -> {} : () -> limit(step)));
      http.sendRequestEntity(head);
    }
    http.flush();
  }

  /** Writes past HTTP, after the engine has agreed to a raw stream. */
  OutputStream rawOutput() throws IOException {
    return socket.getOutputStream();
  }

  /** Tells the other side that nothing more will come. */
  void shutdownOutput() throws IOException {
    socket.shutdownOutput();
  }

  /** Closes it; from any thread, any number of times. A call that is going on fails. */
  void close() {
    watch.remove(this);
    try {
      socket.close();
    } catch (IOException e) {
      // A connection that cannot be closed is as gone as one that can.
    }
  }
}
