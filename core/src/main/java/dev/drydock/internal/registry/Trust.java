package dev.drydock.internal.registry;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whose certificates are believed: those the JVM believes, and further authorities. */
public final class Trust {

  private static final Logger LOG = LoggerFactory.getLogger(Trust.class);

  private Trust() {}

  /**
   * The JVM's authorities and those of this file.
   *
   * @throws IllegalArgumentException when it is not a file of certificates
   */
  public static SSLContext and(Path pem) {
    return of(read(pem));
  }

  /**
   * The JVM's authorities and those that the engines of this machine believe for the registry: the
   * {@code *.crt} of {@code /etc/docker/certs.d/HOST:PORT}. Null when there are none.
   */
  static @Nullable SSLContext ofEngines(Path directory, String registry) {
    List<Certificate> own = new ArrayList<>();
    try (DirectoryStream<Path> all =
        Files.newDirectoryStream(directory.resolve(registry), "*.crt")) {
      for (Path each : all) {
        try {
          own.addAll(read(each));
        } catch (IllegalArgumentException e) {
          LOG.warn("Not taken for registry {}: {}", registry, e.getMessage());
        }
      }
    } catch (NoSuchFileException | NotDirectoryException | InvalidPathException e) {
      // The engines of this machine believe nobody further; where no file's name may have a colon,
      // they cannot.
      return null;
    } catch (IOException | DirectoryIteratorException e) {
      LOG.warn("Not taken for registry {}: {}, which cannot be read: {}", registry, directory, e);
    }
    return own.isEmpty() ? null : of(own);
  }

  private static SSLContext of(List<Certificate> own) {
    try {
      KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      int number = 0;
      for (X509Certificate each : known()) {
        store.setCertificateEntry("known-" + number++, each);
      }
      for (Certificate each : own) {
        store.setCertificateEntry("own-" + number++, each);
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
