package dev.drydock.internal.docker;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/**
 * A channel that looks like a {@link java.net.Socket}, so that TLS can be laid over it and HTTP
 * need not know what it goes over.
 *
 * <p>The streams stand on the channel itself, because those of {@link java.nio.channels.Channels}
 * let a blocked read hold up a write.
 */
// The channel does its own locking, and nothing of the superclass' state is used.
@SuppressWarnings("UnsynchronizedOverridesSynchronized")
final class ChannelSocket extends QuietSocket {

  /** The JDK keeps a direct buffer of the largest size ever used for each thread. */
  private static final int MOST_AT_ONCE = 64 * 1024;

  private final SocketChannel channel;
  private final InputStream input = new Input();
  private final OutputStream output = new Output();
  private volatile @Nullable NameLookup lookup;

  ChannelSocket(SocketChannel channel) throws SocketException {
    this.channel = channel;
  }

  /** Connects it, and before that looks the host's name up where that is still to be done. */
  @Override
  public void connect(SocketAddress endpoint) throws IOException {
    if (endpoint instanceof UnixDomainSocketAddress) {
      channel.connect(endpoint);
      return;
    }
    NameLookup name = NameLookup.of(endpoint);
    lookup = name;
    if (name != null && isClosed()) {
      name.cancel();
    }
    channel.connect(name == null ? endpoint : name.find());
  }

  @Override
  public void connect(SocketAddress endpoint, int timeout) throws IOException {
    connect(endpoint);
  }

  @Override
  public InputStream getInputStream() {
    return input;
  }

  @Override
  public OutputStream getOutputStream() {
    return output;
  }

  @Override
  public SocketChannel getChannel() {
    return channel;
  }

  @Override
  public void shutdownInput() throws IOException {
    channel.shutdownInput();
  }

  @Override
  public void shutdownOutput() throws IOException {
    channel.shutdownOutput();
  }

  @Override
  public void close() throws IOException {
    channel.close();
    NameLookup name = lookup;
    if (name != null) {
      name.cancel();
    }
  }

  @Override
  public boolean isClosed() {
    return !channel.isOpen();
  }

  @Override
  public boolean isConnected() {
    return channel.isConnected();
  }

  @Override
  public boolean isBound() {
    return channel.isConnected();
  }

  @Override
  public SocketAddress getRemoteSocketAddress() {
    try {
      return channel.getRemoteAddress();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public String toString() {
    return channel.toString();
  }

  private final class Input extends InputStream {

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      if (length == 0) {
        return 0;
      }
      return channel.read(ByteBuffer.wrap(bytes, offset, Math.min(length, MOST_AT_ONCE)));
    }
  }

  private final class Output extends OutputStream {

    @Override
    public void write(int oneByte) throws IOException {
      write(new byte[] {(byte) oneByte}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      int end = offset + length;
      int at = offset;
      while (at < end) {
        at += channel.write(ByteBuffer.wrap(bytes, at, Math.min(end - at, MOST_AT_ONCE)));
      }
    }
  }
}
