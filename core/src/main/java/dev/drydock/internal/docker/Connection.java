package dev.drydock.internal.docker;

import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.ProtocolException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** One connection to the engine, used by one call at a time. */
final class Connection {

  /** The deadline of a connection that may take as long as it likes. */
  static final long NEVER = Long.MAX_VALUE;

  private static final long EXPIRED = Long.MIN_VALUE;

  private final Socket socket;
  private final Watch watch;
  private final String hostHeader;
  private final AtomicLong deadline = new AtomicLong(NEVER);
  private volatile @Nullable Duration limit;

  /** The end of the time of a call that may take long; {@link #deadline} is its next pulse. */
  private volatile long end = NEVER;

  private volatile boolean silent;
  private @Nullable HttpInput input;

  private Connection(Socket socket, Watch watch, String hostHeader) {
    this.socket = socket;
    this.watch = watch;
    this.hostHeader = hostHeader;
  }

  /** Connects within this time. */
  static Connection open(Dialer dialer, Watch watch, Duration limit) throws IOException {
    Socket socket = dialer.socket();
    Connection connection = new Connection(socket, watch, dialer.hostHeader());
    watch.add(connection);
    boolean done = false;
    try {
      connection.limit(limit);
      dialer.connect(socket);
      connection.input = new HttpInput(socket.getInputStream());
      connection.unlimited();
      done = true;
      return connection;
    } catch (IOException e) {
      throw connection.explain(e) instanceof SocketTimeoutException
          ? UnconnectedException.within(inWords(limit), e)
          : e;
    } finally {
      if (!done) {
        connection.close();
      }
    }
  }

  long deadline() {
    return deadline.get();
  }

  /** Closes the connection if its deadline is still this one, and the last. */
  void expire(long seen) {
    long last = end;
    if (last != NEVER && last - seen > 0) {
      if (deadline.compareAndSet(seen, last)) {
        watch.pulse().ask(this, last);
      }
    } else if (deadline.compareAndSet(seen, EXPIRED)) {
      close();
    }
  }

  /** The engine is there; so the call may take until this deadline. */
  void goOn(long last) {
    long next = System.nanoTime() + Pulse.NEXT.toNanos();
    if (next - last < 0 && deadline.compareAndSet(last, next)) {
      watch.deadlineSet(next);
    }
  }

  /** The engine answers nobody; so the call, if it still has this deadline, is in vain. */
  void giveUp(long last) {
    if (deadline.compareAndSet(last, EXPIRED)) {
      silent = true;
      close();
    }
  }

  /**
   * Closes the connection unless it is done or renewed within this time, or, when that is long, as
   * soon as the engine answers nobody any more.
   */
  void patience(Duration time) {
    long now = System.nanoTime();
    if (time.compareTo(watch.pulse().silence()) <= 0) {
      limit(time);
    } else {
      set(time, now + Pulse.FIRST.toNanos(), now + time.toNanos());
    }
  }

  /** Closes the connection unless it is done or renewed within this time. */
  void limit(Duration time) {
    set(time, System.nanoTime() + time.toNanos(), NEVER);
  }

  private void set(Duration time, long newDeadline, long newEnd) {
    long seen = deadline.get();
    // One that has passed stays: it says why the connection is lost.
    if (seen != EXPIRED && deadline.compareAndSet(seen, NEVER)) {
      limit = time;
      end = newEnd;
      deadline.set(newDeadline);
      watch.deadlineSet(newDeadline);
    }
  }

  /**
   * Whether this idle connection, which is closed after {@code idleLimit}, was used so recently.
   */
  boolean isUsedWithin(Duration time, Duration idleLimit) {
    long seen = deadline.get();
    return seen != EXPIRED && seen - System.nanoTime() > idleLimit.minus(time).toNanos();
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
    SocketTimeoutException late =
        new SocketTimeoutException(
            silent ? "no answer any more" : "no answer within " + inWords(time));
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
      patience(time);
    }
    try {
      return sendAndReceive(request, home);
    } catch (UnsentException e) {
      throw deadline.get() == EXPIRED ? explain(e) : e;
    } catch (IOException e) {
      throw explain(e);
    }
  }

  private Response sendAndReceive(Request request, ConnectionPool home) throws IOException {
    try {
      send(request);
    } catch (IOException e) {
      return earlyAnswer(request, home, e);
    }
    Response response;
    try {
      response = receive(request, home);
    } catch (ProtocolException | SocketTimeoutException | ClosedByInterruptException e) {
      throw e;
    } catch (IOException e) {
      // A dead connection has other words on each system.
      throw Objects.requireNonNull(input).hasBegun() ? e : new UnsentException(e);
    }
    if (response == null) {
      throw new UnsentException(new EOFException("the other side closed it without an answer"));
    }
    return response;
  }

  /** Null when the connection ends before the first byte. */
  private @Nullable Response receive(Request request, ConnectionPool home) throws IOException {
    HttpInput in = Objects.requireNonNull(input);
    HttpHead head = in.head(!request.method().equals("HEAD"));
    return head == null ? null : new Response(head, in, this, home, request);
  }

  /** An engine that refuses a long body answers and closes before it has read all of it. */
  private Response earlyAnswer(Request request, ConnectionPool home, IOException failure)
      throws IOException {
    if (!socket.isClosed()) {
      try {
        Response response = receive(request, home);
        if (response != null) {
          return response;
        }
      } catch (IOException e) {
        failure.addSuppressed(e);
      }
    }
    if (request.body() != null
        || failure instanceof ClosedByInterruptException
        || Objects.requireNonNull(input).hasBegun()) {
      throw failure;
    }
    throw new UnsentException(failure);
  }

  private void send(Request request) throws IOException {
    StringBuilder head = new StringBuilder(256);
    head.append(request.method()).append(' ').append(request.path()).append(" HTTP/1.1\r\n");
    header(head, "Host", hostHeader);
    header(head, "User-Agent", "drydock");
    for (Map.Entry<String, String> each : request.headers().entrySet()) {
      header(head, each.getKey(), each.getValue());
    }
    Request.Body body = request.body();
    byte[] bytes = request.bytes();
    if (body != null) {
      header(head, "Transfer-Encoding", "chunked");
    } else if (bytes.length > 0 || !request.method().equals("GET")) {
      header(head, "Content-Length", Integer.toString(bytes.length));
    }
    byte[] first = head.append("\r\n").toString().getBytes(StandardCharsets.UTF_8);
    if (bytes.length > 0) {
      // In one write, so that the engine wakes up once.
      int length = first.length;
      first = Arrays.copyOf(first, length + bytes.length);
      System.arraycopy(bytes, 0, first, length, bytes.length);
    }
    OutputStream out = socket.getOutputStream();
    out.write(first, 0, first.length);
    if (body != null && request.isBeside()) {
      new BesideUpload(this, out, body).start();
    } else if (body != null) {
      Duration step = request.stepLimit();
      ChunkedOutput chunks =
          step == null
              ? new ChunkedOutput(out)
              : new ChunkedOutput(new StepOutput(out, () -> patience(step), this::unlimited));
      if (step != null) {
        unlimited();
      }
      body.writeTo(chunks);
      chunks.close();
      if (step != null) {
        patience(step);
      }
    }
    out.flush();
  }

  private static void header(StringBuilder head, String name, String value) {
    if (value.indexOf('\n') >= 0 || value.indexOf('\r') >= 0) {
      throw new IllegalArgumentException("header " + name + " must be one line, was " + value);
    }
    head.append(name).append(": ").append(value).append("\r\n");
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
