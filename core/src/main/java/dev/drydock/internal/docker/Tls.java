package dev.drydock.internal.docker;

import dev.drydock.engine.TlsFiles;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertPathBuilderException;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Collection;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/** TLS with the JDK alone, from the files that the docker command uses. */
final class Tls {

  /** For a store that never leaves memory; some kinds refuse an empty one. */
  private static final String PASSWORD = "unused";

  private Tls() {}

  /**
   * Makes sockets that trust, and prove themselves, as the files say.
   *
   * @throws IOException naming the file that is missing or wrong
   */
  static SSLSocketFactory factory(TlsFiles files) throws IOException {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(identity(files), trust(files), null);
      return context.getSocketFactory();
    } catch (GeneralSecurityException e) {
      throw new IOException(
          "TLS cannot be set up from " + files.directory() + ": " + e.getMessage(), e);
    }
  }

  private static KeyManager @Nullable [] identity(TlsFiles files)
      throws IOException, GeneralSecurityException {
    boolean certificate = Files.exists(files.certificate());
    if (certificate != Files.exists(files.key())) {
      throw new IOException(
          (certificate ? files.key() : files.certificate())
              + " is missing: a client certificate and its key belong together");
    }
    if (!certificate) {
      return null;
    }
    KeyStore store = emptyStore();
    Certificate[] chain = certificates(files.certificate()).toArray(Certificate[]::new);
    store.setKeyEntry("client", PemKey.read(files.key()), PASSWORD.toCharArray(), chain);
    KeyManagerFactory factory =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    factory.init(store, PASSWORD.toCharArray());
    return factory.getKeyManagers();
  }

  private static TrustManager @Nullable [] trust(TlsFiles files)
      throws IOException, GeneralSecurityException {
    if (!files.verify()) {
      return new TrustManager[] {new Unverified()};
    }
    if (Files.notExists(files.authority())) {
      // As for a context of the docker command: whom Java trusts.
      return null;
    }
    KeyStore store = emptyStore();
    int number = 0;
    for (Certificate each : certificates(files.authority())) {
      store.setCertificateEntry("authority-" + number++, each);
    }
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    return factory.getTrustManagers();
  }

  private static KeyStore emptyStore() throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    return store;
  }

  private static Collection<? extends Certificate> certificates(Path file) throws IOException {
    Collection<? extends Certificate> found;
    try (InputStream stream = Files.newInputStream(file)) {
      found = CertificateFactory.getInstance("X.509").generateCertificates(stream);
    } catch (CertificateException e) {
      throw new IOException(file + " does not hold certificates: " + e.getMessage(), e);
    }
    if (found.isEmpty()) {
      throw new IOException(file + " does not hold certificates");
    }
    return found;
  }

  /** Why TLS failed, in words; null when it was not TLS that failed. */
  static @Nullable String why(TlsFiles files, IOException failure) {
    String message = null;
    for (Throwable each = failure; each != null; each = each.getCause()) {
      String text = String.valueOf(each.getMessage());
      if (each instanceof CertPathBuilderException) {
        return Files.exists(files.authority())
            ? "its certificate is not signed by one of those in " + files.authority()
            : "its certificate is not signed by an authority that Java trusts, and there is no "
                + files.authority()
                + " to name another";
      }
      if (each instanceof CertificateException && text.startsWith("No ")) {
        return "its certificate is for another host: " + text;
      }
      if (each instanceof SSLException && message == null) {
        message = text;
      }
    }
    boolean anonymous = !Files.exists(files.certificate());
    if (message == null && failure instanceof UnsentException) {
      // What it said before it closed may be lost with what it did not read.
      return "it closed the connection without an answer; it may "
          + (anonymous
              ? "want a client certificate, and " + files.directory() + " holds none"
              : "not accept the client certificate " + files.certificate());
    }
    if (message == null) {
      return null;
    }
    if (message.contains("Unsupported or unrecognized SSL message")) {
      return "what listens there does not speak TLS";
    }
    if (isAboutOurs(message)) {
      return anonymous
          ? "it wants a client certificate, and " + files.directory() + " holds none"
          : "it does not accept the client certificate " + files.certificate();
    }
    return "TLS failed: " + message;
  }

  /** Whether it is the other side that has found fault, and with a certificate. */
  private static boolean isAboutOurs(String message) {
    return message.contains("Received fatal alert")
        && (message.contains("certificate") || message.contains("unknown_ca"));
  }

  /** Takes any certificate, as was asked for. */
  private static final class Unverified extends X509ExtendedTrustManager {

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String kind) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String kind, java.net.Socket socket) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String kind, SSLEngine engine) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String kind) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String kind, java.net.Socket socket) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String kind, SSLEngine engine) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
