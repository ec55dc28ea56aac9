package dev.drydock.internal.docker;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.SocketAddress;
import java.net.SocketException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * TLS over a channel. It is closed by closing the channel under it: TLS' own end would wait for a
 * write that is going on, and a connection that is closed early is not needed any more.
 */
// What it stands on does its own locking, and nothing of the superclass' state is used.
@SuppressWarnings("UnsynchronizedOverridesSynchronized")
final class TlsSocket extends QuietSocket {

  private final ChannelSocket plain;
  private final SSLSocketFactory factory;
  private final String host;
  private final int port;
  private final boolean verify;
  private volatile @Nullable SSLSocket secured;

  TlsSocket(ChannelSocket plain, SSLSocketFactory factory, String host, int port, boolean verify)
      throws SocketException {
    this.plain = plain;
    this.factory = factory;
    this.host = host;
    this.port = port;
    this.verify = verify;
  }

  @Override
  public void connect(SocketAddress endpoint) throws IOException {
    plain.connect(endpoint);
    SSLSocket socket = (SSLSocket) factory.createSocket(plain, host, port, true);
    if (verify) {
      SSLParameters parameters = socket.getSSLParameters();
      parameters.setEndpointIdentificationAlgorithm("HTTPS");
      socket.setSSLParameters(parameters);
    }
    socket.startHandshake();
    secured = socket;
  }

  @Override
  public void connect(SocketAddress endpoint, int timeout) throws IOException {
    connect(endpoint);
  }

  private SSLSocket secured() throws SocketException {
    SSLSocket socket = secured;
    if (socket == null) {
      throw new SocketException("the socket is not connected");
    }
    return socket;
  }

  @Override
  public InputStream getInputStream() throws IOException {
    return secured().getInputStream();
  }

  @Override
  public OutputStream getOutputStream() throws IOException {
    return secured().getOutputStream();
  }

  @Override
  public void shutdownInput() throws IOException {
    plain.shutdownInput();
  }

  @Override
  public void shutdownOutput() throws IOException {
    secured().shutdownOutput();
  }

  @Override
  public void close() throws IOException {
    plain.close();
  }

  @Override
  public boolean isClosed() {
    return plain.isClosed();
  }

  @Override
  public boolean isConnected() {
    return secured != null;
  }

  @Override
  public boolean isBound() {
    return plain.isBound();
  }

  @Override
  public SocketAddress getRemoteSocketAddress() {
    return plain.getRemoteSocketAddress();
  }

  @Override
  public String toString() {
    return "TLS over " + plain;
  }
}
