package dev.drydock.internal.docker;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.SocketAddress;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousByteChannel;
import java.nio.channels.ClosedByInterruptException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A named pipe of Windows that looks like a socket. A pipe has no half: its output cannot be ended
 * alone.
 */
// What it stands on does its own locking, and nothing of the superclass' state is used.
@SuppressWarnings("UnsynchronizedOverridesSynchronized")
final class PipeSocket extends QuietSocket {

  /** Opens the pipe, for both ways. */
  interface Opener {

    /**
     * Opens it once.
     *
     * @return null when all its instances are taken at this moment
     * @throws IOException when there is none
     */
    @Nullable AsynchronousByteChannel open() throws IOException;
  }

  private static final long MOST_MILLIS = 50;

  private final Opener opener;
  private volatile @Nullable AsynchronousByteChannel pipe;
  private final CountDownLatch closing = new CountDownLatch(1);
  private volatile boolean closed;

  PipeSocket(Opener opener) throws SocketException {
    this.opener = opener;
  }

  /** Opens the pipe; an address is not needed. */
  void open() throws IOException {
    AsynchronousByteChannel opened = opener.open();
    for (long pause = 1; opened == null && !closed; pause = Math.min(pause * 2, MOST_MILLIS)) {
      await(pause);
      opened = opener.open();
    }
    pipe = opened;
    if (closed) {
      close();
      throw new SocketException("the pipe was closed");
    }
  }

  private void await(long millis) throws ClosedByInterruptException {
    try {
      if (closing.await(millis, TimeUnit.MILLISECONDS)) {
        closed = true;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ClosedByInterruptException();
    }
  }

  private AsynchronousByteChannel pipe() throws SocketException {
    AsynchronousByteChannel opened = pipe;
    if (opened == null) {
      throw new SocketException("the pipe is not open");
    }
    return opened;
  }

  private int await(Future<Integer> transfer) throws IOException {
    try {
      return transfer.get();
    } catch (InterruptedException e) {
      close();
      Thread.currentThread().interrupt();
      throw new ClosedByInterruptException();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException failure) {
        throw failure;
      }
      throw new IOException(e.getCause());
    }
  }

  @Override
  public InputStream getInputStream() {
    return new Input();
  }

  @Override
  public OutputStream getOutputStream() {
    return new Output();
  }

  @Override
  public void shutdownOutput() {}

  @Override
  public void close() throws IOException {
    closed = true;
    closing.countDown();
    AsynchronousByteChannel opened = pipe;
    if (opened != null) {
      opened.close();
    }
  }

  @Override
  public boolean isClosed() {
    return closed;
  }

  @Override
  public boolean isConnected() {
    return pipe != null;
  }

  @Override
  public boolean isBound() {
    return pipe != null;
  }

  @Override
  public @Nullable SocketAddress getRemoteSocketAddress() {
    return null;
  }

  private final class Input extends InputStream {

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      return length == 0 ? 0 : await(pipe().read(ByteBuffer.wrap(bytes, offset, length)));
    }
  }

  private final class Output extends OutputStream {

    @Override
    public void write(int oneByte) throws IOException {
      write(new byte[] {(byte) oneByte}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      ByteBuffer buffer = ByteBuffer.wrap(bytes, offset, length);
      while (buffer.hasRemaining()) {
        await(pipe().write(buffer));
      }
    }
  }
}
