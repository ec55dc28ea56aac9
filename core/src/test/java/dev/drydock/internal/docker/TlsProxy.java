package dev.drydock.internal.docker;

import dev.drydock.engine.EngineAddress;
import dev.drydock.engine.TlsFiles;
import dev.drydock.engine.Wire;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.StandardProtocolFamily;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

/** The local engine behind TLS with client certificates, as a remote one would be. */
public final class TlsProxy implements AutoCloseable {

  private static final char[] PASSWORD = "secret".toCharArray();

  private final SSLServerSocket server;
  private final Path engine;

  /** Makes an authority, and with it the server's certificate; all in this directory. */
  public TlsProxy(Path directory) throws Exception {
    this(directory, Path.of("/var/run/docker.sock"));
  }

  /** The same before the engine at this socket. */
  TlsProxy(Path directory, Path engine) throws Exception {
    this.engine = engine;
    openssl(
        directory,
        "req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=authority"
            + " -keyout ca-key.pem -out ca.pem");
    certificate(directory, "server", "rsa:2048", "localhost");
    openssl(
        directory,
        "pkcs12 -export -in server-cert.pem -inkey server-key.pem"
            + " -out server.p12 -passout pass:secret");
    KeyStore identity = KeyStore.getInstance(directory.resolve("server.p12").toFile(), PASSWORD);
    KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(identity, PASSWORD);
    KeyStore authority = KeyStore.getInstance("PKCS12");
    authority.load(null, null);
    try (InputStream stream = Files.newInputStream(directory.resolve("ca.pem"))) {
      authority.setCertificateEntry(
          "ca", CertificateFactory.getInstance("X.509").generateCertificate(stream));
    }
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(authority);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
    server =
        (SSLServerSocket)
            context
                .getServerSocketFactory()
                .createServerSocket(0, 50, InetAddress.getLoopbackAddress());
    server.setNeedClientAuth(true);
    Wire.daemon(this::accept);
  }

  /** A key of this kind, and a certificate of the authority for it and this host. */
  public static void certificate(Path directory, String name, String kind, String host)
      throws Exception {
    openssl(
        directory,
        "req -newkey "
            + kind
            + " -nodes -subj /CN="
            + name
            + " -keyout "
            + name
            + "-key.pem -out "
            + name
            + ".csr");
    Files.writeString(
        directory.resolve(name + ".ext"), "subjectAltName=DNS:" + host + ",IP:127.0.0.1\n");
    openssl(
        directory,
        "x509 -req -in "
            + name
            + ".csr -CA ca.pem -CAkey ca-key.pem -CAcreateserial -days 2"
            + " -extfile "
            + name
            + ".ext -out "
            + name
            + "-cert.pem");
  }

  static void openssl(Path directory, String arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of("openssl"));
    command.addAll(List.of(arguments.split(" ")));
    Process process =
        new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new AssertionError(command + " said " + said);
    }
  }

  /** Where it listens, with the files for TLS in a directory. */
  public EngineAddress address(Path tls, boolean verify) {
    return new EngineAddress(
        URI.create("tcp://localhost:" + server.getLocalPort()), new TlsFiles(tls, verify));
  }

  private void accept() throws IOException {
    while (true) {
      SSLSocket client = (SSLSocket) server.accept();
      Wire.daemon(() -> serve(client));
    }
  }

  private void serve(SSLSocket client) throws IOException {
    try {
      client.startHandshake();
    } catch (IOException e) {
      client.close();
      return;
    }
    try (client;
        SocketChannel behind = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      behind.connect(UnixDomainSocketAddress.of(engine));
      Wire.daemon(
          () -> {
            copy(client.getInputStream(), behind);
            behind.shutdownOutput();
          });
      // The streams of Channels would let a read hold up the write of the other way.
      OutputStream out = client.getOutputStream();
      ByteBuffer buffer = ByteBuffer.allocate(65536);
      while (behind.read(buffer) >= 0) {
        out.write(buffer.array(), 0, buffer.position());
        out.flush();
        buffer.clear();
      }
    }
  }

  private static void copy(InputStream in, SocketChannel out) throws IOException {
    byte[] bytes = new byte[65536];
    for (int count = in.read(bytes); count >= 0; count = in.read(bytes)) {
      ByteBuffer buffer = ByteBuffer.wrap(bytes, 0, count);
      while (buffer.hasRemaining()) {
        out.write(buffer);
      }
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
