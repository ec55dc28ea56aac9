package dev.drydock.internal.docker;

import dev.drydock.engine.EngineAddress;
import dev.drydock.engine.TlsFiles;
import dev.drydock.model.NoEngineException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.ProtocolException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The first call to an engine: {@code GET /_ping}, which proves that it answers and tells which
 * version of the API it speaks.
 *
 * @param product the engine's name and version
 * @param version the version of the API to use
 * @param isAnnounced whether the engine has announced this very version, and so takes it
 * @param operatingSystem what its containers run on
 */
record Handshake(String product, ApiVersion version, boolean isAnnounced, String operatingSystem) {

  private static final String NEEDS =
      "; Drydock needs " + ApiVersion.OLDEST + " or newer (Docker 19.03, Podman 4.0)";

  /**
   * Asks the engine.
   *
   * @param wanted the version to use in place of a negotiated one
   * @throws NoEngineException when there is none that Drydock can talk to, saying why
   */
  static Handshake with(
      EngineAddress address,
      Dialer dialer,
      ConnectionPool pool,
      @Nullable ApiVersion wanted,
      Duration limit) {
    try (Response response = pool.exchange(Request.get("/_ping").within(limit))) {
      String body = new String(response.bytes(), StandardCharsets.UTF_8);
      return read(response, body, wanted);
    } catch (IOException e) {
      if (Api.isInterrupt(e)) {
        throw Api.interrupted("connecting to the engine at " + address, e);
      }
      String trouble = dialer.trouble();
      throw new NoEngineException(trouble == null ? why(address, e) : "ssh failed: " + trouble, e);
    }
  }

  private static Handshake read(Response response, String body, @Nullable ApiVersion wanted) {
    String announced = response.header("Api-Version");
    if (response.status() == 400 && body.contains("HTTPS server")) {
      throw new NoEngineException(
          "it speaks TLS only: give a directory with ca.pem, cert.pem and key.pem, beside DOCKER_HOST"
              + " in DOCKER_CERT_PATH with DOCKER_TLS_VERIFY=1, beside drydock.engine in"
              + " drydock.engine.tls, in the program by EngineAddress.withTls",
          null);
    }
    if (response.status() != 200) {
      throw new NoEngineException(
          "it answered GET /_ping with HTTP status " + response.status(), null);
    }
    ApiVersion newest = announced == null ? null : ApiVersion.parse(announced);
    if (newest == null && announced == null && body.strip().equals("OK")) {
      throw new NoEngineException(
          "it is there, and does not tell which version of the Engine API it speaks, as"
              + " PouchContainer does not, which speaks 1.24"
              + NEEDS,
          null);
    }
    if (newest == null) {
      throw new NoEngineException(
          "what answers there is not a container engine: it does not tell its API version", null);
    }
    String server = response.header("Server");
    String product = server == null ? "an engine without a name" : server;
    ApiVersion version = wanted;
    if (version == null) {
      version = newest.isAtLeast(ApiVersion.NEWEST) ? ApiVersion.NEWEST : newest;
    }
    if (!newest.isAtLeast(ApiVersion.OLDEST) || !version.isAtLeast(ApiVersion.OLDEST)) {
      throw new NoEngineException(
          (newest.isAtLeast(ApiVersion.OLDEST)
                  ? "DOCKER_API_VERSION asks for version " + version + " of the Engine API"
                  : product + " speaks version " + newest + " of the Engine API")
              + NEEDS,
          null);
    }
    String system = response.header("Ostype");
    // Podman does not say; it has Linux only.
    // Not by equality: a record's would be made at run time, which a cold start would feel.
    boolean isAnnounced = version.isAtLeast(newest) && newest.isAtLeast(version);
    return new Handshake(product, version, isAnnounced, system == null ? "linux" : system);
  }

  private static String why(EngineAddress address, IOException failure) {
    TlsFiles tls = address.tls();
    if (tls != null && !(failure instanceof SocketTimeoutException)) {
      String reason = Tls.why(tls, failure);
      if (reason != null) {
        return reason;
      }
    }
    if (failure instanceof UnconnectedException late && late.isOfName()) {
      return String.valueOf(late.getMessage());
    }
    if (failure instanceof UnconnectedException) {
      return "it did not take the connection: " + failure.getMessage();
    }
    if (failure instanceof SocketTimeoutException) {
      return "it took the connection, but gave " + failure.getMessage();
    }
    if (failure instanceof ProtocolException) {
      return "what answers there is not a container engine: " + failure.getMessage();
    }
    if (failure instanceof UnsentException) {
      return "it took the connection and closed it without an answer";
    }
    if (failure instanceof NoSuchFileException && !ChannelDialer.isUnix(address)) {
      return "there is no such pipe: " + failure.getMessage();
    }
    if (failure instanceof AccessDeniedException) {
      return "user " + System.getProperty("user.name") + " may not open the pipe";
    }
    if (!ChannelDialer.isUnix(address)) {
      return reason(failure);
    }
    Path socket = Path.of(address.uri().getPath());
    if (Files.notExists(socket)) {
      return "there is no such socket";
    }
    if (!Files.isWritable(socket)) {
      return "user " + System.getProperty("user.name") + " may not open the socket" + owner(socket);
    }
    return failure instanceof ConnectException
        ? "nobody listens at the socket (connection refused)"
        : reason(failure);
  }

  private static String reason(IOException failure) {
    String message = failure.getMessage();
    return failure instanceof UnknownHostException
        ? "there is no host of that name: " + message
        : message == null ? failure.getClass().getSimpleName() : message;
  }

  private static String owner(Path socket) {
    try {
      PosixFileAttributes attributes = Files.readAttributes(socket, PosixFileAttributes.class);
      return ", which is for user "
          + attributes.owner().getName()
          + " and group "
          + attributes.group().getName();
    } catch (IOException | UnsupportedOperationException e) {
      return "";
    }
  }
}
