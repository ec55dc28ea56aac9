package dev.drydock.internal.docker;

import dev.drydock.engine.EngineAddress;
import dev.drydock.engine.TlsFiles;
import java.io.IOException;
import java.net.Socket;
import javax.net.ssl.SSLSocketFactory;

/** Reaches an engine over TLS. */
final class TlsDialer implements Dialer {

  private final EngineAddress address;
  private final ChannelDialer plain;
  private final SSLSocketFactory factory;
  private final boolean verify;

  TlsDialer(EngineAddress address, SSLSocketFactory factory) {
    this.address = address;
    this.plain = new ChannelDialer(address);
    this.factory = factory;
    TlsFiles tls = address.tls();
    this.verify = tls == null || tls.verify();
  }

  @Override
  public Socket socket() throws IOException {
    return new TlsSocket(
        plain.socket(),
        factory,
        ChannelDialer.tcpHost(address),
        ChannelDialer.tcpPort(address),
        verify);
  }

  @Override
  public void connect(Socket socket) throws IOException {
    plain.connect(socket);
  }

  @Override
  public Ends ends() throws IOException {
    return plain.ends();
  }

  @Override
  public String hostHeader() {
    return plain.hostHeader();
  }

  @Override
  public HostPorts hostPorts() {
    return plain.hostPorts();
  }
}
