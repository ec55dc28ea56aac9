package dev.drydock.internal.docker;

import dev.drydock.engine.EngineAddress;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.net.SocketOption;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.util.List;
import jdk.net.ExtendedSocketOptions;

/** Reaches an engine over one of the JDK's own channels: a unix socket or plain TCP. */
final class ChannelDialer implements Dialer {

  private static final int DEFAULT_TCP_PORT = 2375;
  private static final int DEFAULT_TLS_PORT = 2376;

  private static final int IDLE_SECONDS = 30;
  private static final int PROBE_SECONDS = 10;
  private static final int PROBES = 3;
  private static final int PROBE_MILLIS = 10_000;

  private final EngineAddress address;
  private final boolean unix;

  ChannelDialer(EngineAddress address) {
    this.address = address;
    this.unix = isUnix(address);
  }

  static boolean isUnix(EngineAddress address) {
    return "unix".equals(address.uri().getScheme());
  }

  /** Whether the engine is on another machine, or at least reached as if it were. */
  static boolean isRemote(EngineAddress address) {
    return !isUnix(address) && address.host() != null;
  }

  static int tcpPort(EngineAddress address) {
    int port = address.port();
    if (port >= 0) {
      return port;
    }
    return address.tls() == null ? DEFAULT_TCP_PORT : DEFAULT_TLS_PORT;
  }

  /** The host without the brackets that a URI puts round an IPv6 address. */
  static String tcpHost(EngineAddress address) {
    String host = String.valueOf(address.host());
    return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
  }

  @Override
  public ChannelSocket socket() throws IOException {
    if (unix) {
      return new ChannelSocket(SocketChannel.open(StandardProtocolFamily.UNIX));
    }
    SocketChannel channel = SocketChannel.open();
    channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
    // A host that vanishes says nothing, and a log may be silent for hours.
    channel.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
    keepAlive(channel, ExtendedSocketOptions.TCP_KEEPIDLE, IDLE_SECONDS);
    keepAlive(channel, ExtendedSocketOptions.TCP_KEEPINTERVAL, PROBE_SECONDS);
    keepAlive(channel, ExtendedSocketOptions.TCP_KEEPCOUNT, PROBES);
    return new ChannelSocket(channel);
  }

  /** Without it the system's own times hold. */
  private static void keepAlive(SocketChannel channel, SocketOption<Integer> option, int value)
      throws IOException {
    if (channel.supportedOptions().contains(option)) {
      channel.setOption(option, value);
    }
  }

  @Override
  public void connect(Socket socket) throws IOException {
    if (unix) {
      socket.connect(UnixDomainSocketAddress.of(address.uri().getPath()));
      return;
    }
    socket.connect(NameLookup.address(tcpHost(address), tcpPort(address)));
  }

  @Override
  public Ends ends() throws IOException {
    try (Socket probe = new Socket(Proxy.NO_PROXY)) {
      probe.connect(new InetSocketAddress(tcpHost(address), tcpPort(address)), PROBE_MILLIS);
      return new Ends(probe.getLocalAddress(), List.of(probe.getInetAddress()));
    }
  }

  @Override
  public String hostHeader() {
    return unix ? "localhost" : address.host() + ":" + tcpPort(address);
  }

  @Override
  public HostPorts hostPorts() {
    return HostPorts.direct(address);
  }
}
