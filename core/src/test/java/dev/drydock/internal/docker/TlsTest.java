package dev.drydock.internal.docker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.drydock.engine.EngineAddress;
import dev.drydock.engine.Forked;
import dev.drydock.engine.TlsFiles;
import dev.drydock.model.NoEngineException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("engine")
@Timeout(60)
class TlsTest {

  private static final Duration SOON = Duration.ofSeconds(5);

  @TempDir static Path authority;
  private static TlsProxy proxy;

  @TempDir Path files;

  @BeforeAll
  static void listen() throws Exception {
    proxy = new TlsProxy(authority);
    TlsProxy.certificate(authority, "client", "rsa:2048", "localhost");
    TlsProxy.openssl(authority, "ecparam -name prime256v1 -out curve.pem");
    TlsProxy.certificate(authority, "curve", "ec:curve.pem", "localhost");
    TlsProxy.certificate(authority, "edwards", "ed25519", "localhost");
    TlsProxy.openssl(authority, "rsa -traditional -in client-key.pem -out rsa-key.pem");
    TlsProxy.openssl(authority, "ec -in curve-key.pem -out sec1-key.pem");
    TlsProxy.openssl(
        authority, "pkcs8 -topk8 -in client-key.pem -out locked-key.pem -passout pass:secret");
  }

  @AfterAll
  static void close() throws IOException {
    proxy.close();
  }

  @BeforeEach
  void copyFiles() throws IOException {
    take("ca.pem", "ca.pem");
    take("client-cert.pem", "cert.pem");
    take("client-key.pem", "key.pem");
  }

  private void take(String name, String as) throws IOException {
    Files.copy(authority.resolve(name), files.resolve(as), StandardCopyOption.REPLACE_EXISTING);
  }

  private static String result(EngineAddress address) {
    try (DockerEngine engine = DockerEngine.connect(address, null, SOON)) {
      return engine.find(Map.of("dev.drydock.test", "none")).isEmpty() ? "connected" : "strange";
    } catch (NoEngineException e) {
      return e.getMessage();
    }
  }

  private String result() {
    return result(proxy.address(files, true));
  }

  @ParameterizedTest
  @CsvSource({
    "client-cert.pem, client-key.pem, BEGIN PRIVATE KEY",
    "client-cert.pem, rsa-key.pem, BEGIN RSA PRIVATE KEY",
    "curve-cert.pem, curve-key.pem, BEGIN PRIVATE KEY",
    "curve-cert.pem, sec1-key.pem, BEGIN EC PRIVATE KEY",
    "edwards-cert.pem, edwards-key.pem, BEGIN PRIVATE KEY"
  })
  void each_form_of_a_key_is_read(String certificate, String key, String form) throws IOException {
    assertThat(authority.resolve(key)).content().contains(form);
    take(certificate, "cert.pem");
    take(key, "key.pem");
    assertThat(result()).isEqualTo("connected");
  }

  @Test
  void an_engine_of_another_authority_is_not_trusted() throws Exception {
    TlsProxy.openssl(
        files,
        "req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=other -keyout o.pem -out ca.pem");
    assertThat(result())
        .isEqualTo("its certificate is not signed by one of those in " + files.resolve("ca.pem"));
  }

  @Test
  void an_engine_of_another_authority_is_taken_when_nobody_verifies() throws Exception {
    TlsProxy.openssl(
        files,
        "req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=other -keyout o.pem -out ca.pem");
    assertThat(result(proxy.address(files, false))).isEqualTo("connected");
  }

  @Test
  void without_verification_no_authority_is_needed() throws IOException {
    Files.delete(files.resolve("ca.pem"));
    assertThat(result(proxy.address(files, false))).isEqualTo("connected");
  }

  @Test
  void an_engine_that_wants_a_certificate_is_told() throws IOException {
    Files.delete(files.resolve("cert.pem"));
    Files.delete(files.resolve("key.pem"));
    assertThat(result()).contains("client certificate, and " + files + " holds none");
  }

  @Test
  void a_certificate_that_the_engine_does_not_accept_is_told() throws Exception {
    TlsProxy.openssl(
        files,
        "req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=me -keyout key.pem -out cert.pem");
    assertThat(result()).endsWith("not accept the client certificate " + files.resolve("cert.pem"));
  }

  /** As engines say it, which are written in Go. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "bad_certificate",
        "certificate_expired",
        "certificate_unknown",
        "unknown_ca",
        "unsupported_certificate"
      })
  void each_alert_about_a_certificate_of_ours_is_told_as_one(String alert) {
    assertThat(
            Tls.why(new TlsFiles(files, true), new SSLException("Received fatal alert: " + alert)))
        .isEqualTo("it does not accept the client certificate " + files.resolve("cert.pem"));
  }

  @Test
  void where_it_closes_without_an_alert_it_may_be_the_certificate() {
    assertThat(Tls.why(new TlsFiles(files, true), new UnsentException(new IOException("closed"))))
        .isEqualTo(
            "it closed the connection without an answer; it may not accept the client certificate "
                + files.resolve("cert.pem"));
  }

  @Test
  void another_alert_is_quoted() {
    assertThat(
            Tls.why(
                new TlsFiles(files, true),
                new SSLException("Received fatal alert: protocol_version")))
        .isEqualTo("TLS failed: Received fatal alert: protocol_version");
  }

  @Test
  void without_an_authority_of_its_own_it_must_be_one_that_java_trusts() throws IOException {
    Files.delete(files.resolve("ca.pem"));
    assertThat(result())
        .isEqualTo(
            "its certificate is not signed by an authority that Java trusts, and there is no "
                + files.resolve("ca.pem")
                + " to name another");
  }

  @Test
  void an_authority_that_java_trusts_will_do() throws Exception {
    Files.delete(files.resolve("ca.pem"));
    Path store = files.resolve("trusted.p12");
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-importcert",
                "-noprompt",
                "-storetype",
                "PKCS12",
                "-storepass",
                "secret",
                "-keystore",
                store.toString(),
                "-file",
                authority.resolve("ca.pem").toString())
            .inheritIO()
            .start();
    assertThat(keytool.waitFor()).isZero();
    Process program =
        Forked.jvm(
            List.of(
                "-Djavax.net.ssl.trustStore=" + store, "-Djavax.net.ssl.trustStorePassword=secret"),
            OneContainer.class,
            List.of(),
            Map.of(
                "DOCKER_HOST", proxy.address(files, true).uri().toString(),
                "DOCKER_TLS_VERIFY", "1",
                "DOCKER_CERT_PATH", files.toString()));
    assertThat(new String(program.getInputStream().readAllBytes(), UTF_8))
        .contains("serves at localhost: root");
    assertThat(program.waitFor()).isZero();
  }

  @Test
  void a_missing_key_is_told() throws IOException {
    Files.delete(files.resolve("key.pem"));
    assertThat(result())
        .isEqualTo(
            files.resolve("key.pem")
                + " is missing: a client certificate and its key belong together");
  }

  @Test
  void a_key_with_a_password_is_told() throws IOException {
    take("locked-key.pem", "key.pem");
    assertThat(result())
        .isEqualTo(
            files.resolve("key.pem")
                + " is protected by a password; \"openssl pkey\" writes it without one");
  }

  @Test
  void a_file_that_is_not_a_key_is_told() throws IOException {
    take("client-cert.pem", "key.pem");
    assertThat(result())
        .isEqualTo(files.resolve("key.pem") + " does not hold a private key in PEM form");
  }

  @Test
  void a_key_that_is_damaged_is_told() throws IOException {
    Files.writeString(
        files.resolve("key.pem"),
        "-----BEGIN EC PRIVATE KEY-----\nMAMCAQE=\n-----END EC PRIVATE KEY-----\n");
    assertThat(result())
        .isEqualTo(files.resolve("key.pem") + " holds a private key that Java cannot read");
  }

  @Test
  void a_file_that_is_not_a_certificate_is_told() throws IOException {
    Files.writeString(files.resolve("ca.pem"), "hello\n");
    assertThat(result()).startsWith(files.resolve("ca.pem") + " does not hold certificates");
  }

  @Test
  void a_host_of_another_name_is_not_trusted() {
    EngineAddress address = proxy.address(files, true);
    URI other = URI.create("tcp://127.0.0.2:" + address.uri().getPort());
    assertThat(result(new EngineAddress(other, new TlsFiles(files, true))))
        .satisfiesAnyOf(
            text -> assertThat(text).startsWith("its certificate is for another host: No "),
            text -> assertThat(text).isEqualTo("Connection refused"));
  }

  @Test
  void an_engine_in_the_clear_is_told_from_one_with_TLS() throws IOException {
    try (ServerSocketChannel server = ServerSocketChannel.open()) {
      server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      int port = ((InetSocketAddress) server.getLocalAddress()).getPort();
      Thread thread =
          new Thread(
              () -> {
                try (var client = server.accept()) {
                  client.read(java.nio.ByteBuffer.allocate(4096));
                  client.write(
                      java.nio.ByteBuffer.wrap(
                          "HTTP/1.1 400 Bad Request\r\n\r\n"
                              .getBytes(java.nio.charset.StandardCharsets.US_ASCII)));
                } catch (IOException e) {
                  // The client has hung up.
                }
              });
      thread.setDaemon(true);
      thread.start();
      assertThat(
              result(
                  new EngineAddress(
                      URI.create("tcp://127.0.0.1:" + port), new TlsFiles(files, true))))
          .isEqualTo("what listens there does not speak TLS");
    }
  }
}
