package dev.drydock.internal.docker;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Reaches an engine as the docker command does: {@code ssh HOST docker system dial-stdio}. */
final class SshDialer implements Dialer {

  private final Ssh ssh;
  private final String host;
  private final AtomicLong number = new AtomicLong();

  SshDialer(Ssh ssh, String host) {
    this.ssh = ssh;
    this.host = host;
  }

  @Override
  public Socket socket() throws IOException {
    return new SshSocket(SocketChannel.open(StandardProtocolFamily.UNIX));
  }

  @Override
  public void connect(Socket socket) throws IOException {
    Process process = ssh.dial(socket);
    boolean done = false;
    try {
      Path path = ssh.directory().resolve("c" + number.incrementAndGet());
      SocketChannel other;
      try (ServerSocketChannel meeting = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
        meeting.bind(UnixDomainSocketAddress.of(path));
        socket.connect(UnixDomainSocketAddress.of(path));
        other = meeting.accept();
      } finally {
        Files.deleteIfExists(path);
      }
      ((SshSocket) socket).carriedBy(SshLine.between(other, process, ssh));
      done = true;
    } finally {
      if (!done) {
        ssh.ended(process);
      }
    }
  }

  @Override
  public Ends ends() throws IOException {
    Ends seen = ssh.ends();
    List<InetAddress> there = new ArrayList<>(seen.there());
    try {
      // A router may stand before it.
      there.addAll(List.of(InetAddress.getAllByName(host)));
    } catch (UnknownHostException e) {
      // A name of ssh's own configuration.
    }
    return new Ends(seen.here(), there);
  }

  @Override
  public String hostHeader() {
    return "localhost";
  }

  @Override
  public HostPorts hostPorts() {
    return new TunnelledPorts(ssh, host);
  }

  @Override
  public @Nullable String trouble() {
    return ssh.trouble();
  }

  @Override
  public void close() {
    ssh.close();
  }

  /** The near end of a line; with it the process ends. */
  // The channel does its own locking, and nothing of the superclass' state is used.
  @SuppressWarnings("UnsynchronizedOverridesSynchronized")
  private static final class SshSocket extends QuietSocket {

    private final ChannelSocket near;
    private volatile @Nullable SshLine line;

    SshSocket(SocketChannel channel) throws SocketException {
      this.near = new ChannelSocket(channel);
    }

    void carriedBy(SshLine carrier) {
      line = carrier;
      if (near.isClosed()) {
        carrier.close();
      }
    }

    @Override
    public void connect(SocketAddress endpoint) throws IOException {
      near.connect(endpoint);
    }

    @Override
    public InputStream getInputStream() {
      return new FilterInputStream(near.getInputStream()) {
        @Override
        public int read() throws IOException {
          return orCut(super.read());
        }

        @Override
        public int read(byte[] bytes, int from, int count) throws IOException {
          return orCut(super.read(bytes, from, count));
        }
      };
    }

    /** The end of a stream that has no length must not be taken for the end of what was sent. */
    private int orCut(int count) throws IOException {
      SshLine carrier = line;
      if (count < 0 && carrier != null && carrier.isCut()) {
        throw new SocketException("ssh has lost its connection");
      }
      return count;
    }

    @Override
    public OutputStream getOutputStream() {
      return near.getOutputStream();
    }

    @Override
    public void shutdownOutput() throws IOException {
      near.shutdownOutput();
    }

    @Override
    public void shutdownInput() throws IOException {
      near.shutdownInput();
    }

    @Override
    public void close() throws IOException {
      near.close();
      SshLine carrier = line;
      if (carrier != null) {
        carrier.close();
      }
    }

    @Override
    public boolean isClosed() {
      return near.isClosed();
    }

    @Override
    public boolean isConnected() {
      return near.isConnected();
    }

    @Override
    public boolean isBound() {
      return near.isBound();
    }

    @Override
    public SocketAddress getRemoteSocketAddress() {
      return near.getRemoteSocketAddress();
    }
  }
}
