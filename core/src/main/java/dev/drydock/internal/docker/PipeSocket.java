package dev.drydock.internal.docker;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.SocketAddress;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousByteChannel;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
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
     * @throws FileSystemException when all its instances are taken at this moment, and no other of
     *     its kind
     * @throws NoSuchFileException when there is none
     * @throws AccessDeniedException when it is not for this user
     */
    AsynchronousByteChannel open() throws IOException;
  }

  private static final long MOST_MILLIS = 50;

  private final Opener opener;
  private volatile @Nullable AsynchronousByteChannel pipe;
  private final CountDownLatch closing = new CountDownLatch(1);
  private volatile boolean closed;
  private volatile boolean ended;

  PipeSocket(Opener opener) throws SocketException {
    this.opener = opener;
  }

  /** Opens the pipe; an address is not needed. */
  void open() throws IOException {
    FileSystemException busy = null;
    for (long pause = 1; pipe == null && !closed; pause = Math.min(pause * 2, MOST_MILLIS)) {
      try {
        pipe = opener.open();
      } catch (NoSuchFileException | AccessDeniedException e) {
        throw e;
      } catch (FileSystemException e) {
        // That all are taken is told by words alone, in the language of the system.
        busy = e;
        await(pause);
      }
    }
    if (closed) {
      close();
      SocketException gone = new SocketException("the pipe was closed");
      gone.initCause(busy);
      throw gone;
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

  /**
   * Java cannot: the other side would see it by a write of no bytes, which Java does not make. So
   * what needs it is refused before.
   */
  @Override
  public void shutdownOutput() throws SocketException {
    throw new SocketException("the output of a pipe cannot be ended alone");
  }

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
      return length == 0 ? 0 : ended ? -1 : orEnd(ByteBuffer.wrap(bytes, offset, length));
    }

    /** The other side ends its half by a write of no bytes, and both by closing the pipe. */
    private int orEnd(ByteBuffer buffer) throws IOException {
      int count;
      try {
        count = await(pipe().read(buffer));
      } catch (IOException e) {
        if (closed || !isConnected()) {
          throw e;
        }
        // Java tells the end of a pipe as a failure with the system's words, which are in its
        // language; what breaks off within an answer is told by the answer's length.
        count = -1;
      }
      ended = count <= 0;
      return ended ? -1 : count;
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
