package dev.drydock.internal.registry;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/** Whose certificates are believed: those the JVM believes, and further authorities. */
public final class Trust {

  private Trust() {}

  /**
   * The JVM's authorities and those of this file.
   *
   * @throws IllegalArgumentException when it is not a file of certificates
   */
  public static SSLContext and(Path pem) {
    return of(List.of(pem));
  }

  /**
   * The JVM's authorities and those that the engines of this machine believe for the registry: the
   * {@code *.crt} of {@code /etc/docker/certs.d/HOST:PORT}. Null when there are none.
   */
  static @Nullable SSLContext ofEngines(Path directory, String registry) {
    Path own = directory.resolve(registry);
    List<Path> files = new ArrayList<>();
    if (Files.isDirectory(own)) {
      try (DirectoryStream<Path> all = Files.newDirectoryStream(own, "*.crt")) {
        all.forEach(files::add);
      } catch (IOException e) {
        return null;
      }
    }
    return files.isEmpty() ? null : of(files);
  }

  private static SSLContext of(List<Path> files) {
    try {
      KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      int number = 0;
      for (X509Certificate each : known()) {
        store.setCertificateEntry("known-" + number++, each);
      }
      for (Path file : files) {
        for (Certificate each : read(file)) {
          store.setCertificateEntry("own-" + number++, each);
        }
      }
      TrustManagerFactory managers = factory(store);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, managers.getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException("this JVM cannot do TLS", e);
    }
  }

  private static List<Certificate> read(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      List<Certificate> all =
          List.copyOf(CertificateFactory.getInstance("X.509").generateCertificates(in));
      if (!all.isEmpty()) {
        return all;
      }
    } catch (IOException | GeneralSecurityException e) {
      throw wrong(file, e);
    }
    throw wrong(file, null);
  }

  private static IllegalArgumentException wrong(Path file, @Nullable Exception cause) {
    return new IllegalArgumentException(
        "certificate authority must be a readable file of certificates in PEM, was "
            + file.toAbsolutePath(),
        cause);
  }

  private static List<X509Certificate> known() throws GeneralSecurityException {
    List<X509Certificate> all = new ArrayList<>();
    for (TrustManager each : factory(null).getTrustManagers()) {
      if (each instanceof X509TrustManager x509) {
        all.addAll(List.of(x509.getAcceptedIssuers()));
      }
    }
    return all;
  }

  private static TrustManagerFactory factory(@Nullable KeyStore store)
      throws GeneralSecurityException {
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    return factory;
  }
}
