package dev.drydock.internal.docker;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * The answer to a request: the head, and the body while it comes in. Once the body is read to its
 * end the connection goes back to the pool; closed before, the connection is closed.
 */
final class Response implements AutoCloseable {

  private final HttpHead head;
  private final Connection connection;
  private final Body body;

  Response(
      HttpHead head,
      HttpInput source,
      Connection connection,
      ConnectionPool home,
      Request request) {
    this.head = head;
    this.connection = connection;
    // After a streamed body an engine may close, having read only what it wanted.
    boolean reusable = source.isDelimited() && head.isPersistent() && request.body() == null;
    this.body = new Body(source, connection, reusable ? home : null, request.stepLimit());
  }

  int status() {
    return head.status();
  }

  boolean isSuccess() {
    return head.status() < 400;
  }

  @Nullable String header(String name) {
    return head.get(name);
  }

  InputStream body() {
    return body;
  }

  /** Reads the body to its end. */
  byte[] bytes() throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream(4096);
    byte[] buffer = new byte[8192];
    for (int count = body.read(buffer); count >= 0; count = body.read(buffer)) {
      all.write(buffer, 0, count);
    }
    return all.toByteArray();
  }

  /** From here on the body may take as long as it likes. */
  void unlimited() {
    connection.unlimited();
  }

  /** The same, as long as the engine answers others. */
  void endless() {
    connection.patience(Api.ENDLESS);
  }

  /** Where to write after the engine has agreed to a raw stream. */
  OutputStream rawOutput() throws IOException {
    return connection.rawOutput();
  }

  /** Ends what is written to {@link #rawOutput()}; the body can still be read. */
  void shutdownOutput() throws IOException {
    connection.shutdownOutput();
  }

  /** Lets go of the connection; from any thread. Who is reading the body gets an exception. */
  @Override
  public void close() {
    body.close();
  }

  private static final class Body extends InputStream {

    private final HttpInput source;
    private final Connection connection;
    private final @Nullable ConnectionPool home;
    private final @Nullable Duration stepLimit;
    private final AtomicBoolean ended = new AtomicBoolean();

    Body(
        HttpInput source,
        Connection connection,
        @Nullable ConnectionPool home,
        @Nullable Duration stepLimit) {
      this.stepLimit = stepLimit;
      if (stepLimit != null) {
        connection.unlimited();
      }
      this.source = source;
      this.connection = connection;
      this.home = home;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      if (ended.get()) {
        return -1;
      }
      int count;
      try {
        if (stepLimit != null) {
          connection.patience(stepLimit);
        }
        count = source.read(bytes, offset, length);
        if (stepLimit != null) {
          // What the reader does between two reads may take as long as it likes.
          connection.unlimited();
        }
      } catch (IOException e) {
        connection.close();
        throw connection.explain(e);
      }
      // Whoever comes first, the end or a close from another thread, decides on the connection.
      if (count < 0 && ended.compareAndSet(false, true)) {
        // What comes after the end of an answer belongs to none; the next must not begin with it.
        if (home == null || source.hasMore()) {
          connection.close();
        } else {
          home.giveBack(connection);
        }
      }
      return count;
    }

    @Override
    public void close() {
      if (ended.compareAndSet(false, true)) {
        connection.close();
      }
    }
  }
}
