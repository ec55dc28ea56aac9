package dev.drydock.engine;

import java.nio.file.Path;

/**
 * The files with which an engine is reached over TLS, under the names that the docker command gives
 * them.
 *
 * @param directory holds {@code ca.pem}, with which the engine's certificate is checked, else it
 *     must be signed by an authority that Java trusts; and {@code cert.pem} and {@code key.pem},
 *     with which the client proves who it is, which may both be absent. The key may be in the forms
 *     PKCS#8, PKCS#1 and SEC 1, without a password
 * @param verify whether the engine's certificate is checked; if not, {@code ca.pem} is not read
 */
public record TlsFiles(Path directory, boolean verify) {

  /** Whose signature the engine's certificate must carry. */
  public Path authority() {
    return directory.resolve("ca.pem");
  }

  /** The client's certificate. */
  public Path certificate() {
    return directory.resolve("cert.pem");
  }

  /** The key of the client's certificate. */
  public Path key() {
    return directory.resolve("key.pem");
  }
}
