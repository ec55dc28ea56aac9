package dev.drydock.internal.docker;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousByteChannel;
import java.nio.channels.AsynchronousFileChannel;
import java.nio.channels.CompletionHandler;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/** Reaches an engine by a named pipe of Windows, for example {@code \\.\pipe\docker_engine}. */
final class PipeDialer implements Dialer {

  private static final String BUSY = "busy";

  private final PipeSocket.Opener opener;

  PipeDialer(PipeSocket.Opener opener) {
    this.opener = opener;
  }

  /** The pipe that the address names, as {@code npipe:////./pipe/docker_engine} does. */
  static PipeDialer to(URI uri) {
    Path path = Path.of(uri.getPath().replace('/', '\\'));
    return new PipeDialer(() -> open(path));
  }

  private static @Nullable AsynchronousByteChannel open(Path path) throws IOException {
    try {
      return new Pipe(
          AsynchronousFileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE));
    } catch (FileSystemException e) {
      // "All pipe instances are busy": the next one is free in a moment.
      if (e.getReason() != null && e.getReason().contains(BUSY)) {
        return null;
      }
      throw e;
    }
  }

  @Override
  public Socket socket() throws IOException {
    return new PipeSocket(opener);
  }

  @Override
  public void connect(Socket socket) throws IOException {
    ((PipeSocket) socket).open();
  }

  @Override
  public String hostHeader() {
    return "localhost";
  }

  @Override
  public HostPorts hostPorts() {
    return new LocalPorts();
  }

  /** A pipe, which Java takes for a file: it has no places, so each transfer is at the first. */
  private record Pipe(AsynchronousFileChannel file) implements AsynchronousByteChannel {

    @Override
    public Future<Integer> read(ByteBuffer into) {
      return file.read(into, 0);
    }

    @Override
    public Future<Integer> write(ByteBuffer from) {
      return file.write(from, 0);
    }

    @Override
    public <A> void read(
        ByteBuffer into, A attachment, CompletionHandler<Integer, ? super A> handler) {
      file.read(into, 0, attachment, handler);
    }

    @Override
    public <A> void write(
        ByteBuffer from, A attachment, CompletionHandler<Integer, ? super A> handler) {
      file.write(from, 0, attachment, handler);
    }

    @Override
    public boolean isOpen() {
      return file.isOpen();
    }

    @Override
    public void close() throws IOException {
      file.close();
    }
  }
}
