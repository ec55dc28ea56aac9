package dev.drydock.internal.docker;

import dev.drydock.engine.EngineAddress;
import dev.drydock.model.UnsupportedWishException;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousByteChannel;
import java.nio.channels.AsynchronousFileChannel;
import java.nio.channels.CompletionHandler;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.Future;

/** Reaches an engine by a named pipe of Windows, for example {@code \\.\pipe\docker_engine}. */
final class PipeDialer implements Dialer {

  private static final String SCHEME = "npipe";

  private final PipeSocket.Opener opener;

  PipeDialer(PipeSocket.Opener opener) {
    this.opener = opener;
  }

  /** The pipe that the address names, as {@code npipe:////./pipe/docker_engine} does. */
  static PipeDialer to(URI uri) {
    Path path = Path.of(uri.getPath().replace('/', '\\'));
    return new PipeDialer(
        () ->
            new Pipe(
                AsynchronousFileChannel.open(
                    path, StandardOpenOption.READ, StandardOpenOption.WRITE)));
  }

  /**
   * Refuses what needs a half of the connection ended, which Java cannot do to a pipe.
   *
   * @param what is asked for, in words
   * @throws UnsupportedWishException when the engine is reached by a pipe
   */
  static void refuseStdin(EngineAddress address, String what) {
    if (SCHEME.equals(address.uri().getScheme())) {
      throw new UnsupportedWishException(
          "Cannot "
              + what
              + " with standard input: the engine is reached by a named pipe of Windows, "
              + address
              + ", over which Java cannot tell a process that its input has ended, so that it would"
              + " wait for more without end. Leave the input out and put it into the container as a"
              + " file, or reach the engine by TCP or SSH (drydock.engine).",
          null);
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
