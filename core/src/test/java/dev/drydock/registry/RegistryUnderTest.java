package dev.drydock.registry;

import dev.drydock.Drydock;
import dev.drydock.model.ImageName;
import dev.drydock.model.RegistryCredentials;
import dev.drydock.runtime.Container;
import dev.drydock.runtime.Image;
import dev.drydock.runtime.Session;
import dev.drydock.spec.ContainerSpec;
import dev.drydock.spec.FileContent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A real registry in a container, which goes when this closes. */
public final class RegistryUnderTest implements AutoCloseable {

  /** Who may log in to a registry with a password. */
  public static final RegistryCredentials ANN = RegistryCredentials.of("ann", "s3cret");

  /** Who may not. */
  public static final RegistryCredentials WRONG = RegistryCredentials.of("ann", "wr0ng");

  private static final String BUSYBOX = "drydock-test/busybox:1";

  private static final ContainerSpec SPEC =
      ContainerSpec.of("drydock-test/registry:2")
          .withEnv("REGISTRY_STORAGE_DELETE_ENABLED", "true")
          .withEnv("REGISTRY_LOG_LEVEL", "warn")
          .withPort(5000);

  private final Drydock drydock;
  private final Session session;
  private final Container container;

  private RegistryUnderTest(ContainerSpec spec) {
    drydock = Drydock.connect();
    boolean done = false;
    try {
      session = drydock.openSession();
      container = session.start(spec);
      done = true;
    } finally {
      if (!done) {
        drydock.close();
      }
    }
  }

  private static ContainerSpec after(String line) {
    return SPEC.withEntrypoint("sh", "-c")
        .withCommand("set -e; " + line + "; exec /entrypoint.sh /etc/docker/registry/config.yml");
  }

  /** Without a login. */
  public static RegistryUnderTest open() {
    return new RegistryUnderTest(SPEC);
  }

  /** With a login. */
  public static RegistryUnderTest withPassword() {
    return new RegistryUnderTest(
        after("htpasswd -Bbn ann s3cret >/passwords")
            .withEnv("REGISTRY_AUTH", "htpasswd")
            .withEnv("REGISTRY_AUTH_HTPASSWD_REALM", "test")
            .withEnv("REGISTRY_AUTH_HTPASSWD_PATH", "/passwords"));
  }

  /**
   * With tokens.
   *
   * @param realm where they are given
   * @param certificate of who signs them
   */
  public static RegistryUnderTest withTokens(String realm, Path certificate) {
    return new RegistryUnderTest(
        SPEC.withFile("/tokens.pem", FileContent.path(certificate))
            .withEnv("REGISTRY_AUTH", "token")
            .withEnv("REGISTRY_AUTH_TOKEN_REALM", realm)
            .withEnv("REGISTRY_AUTH_TOKEN_SERVICE", "test registry")
            .withEnv("REGISTRY_AUTH_TOKEN_ISSUER", "tokens")
            .withEnv("REGISTRY_AUTH_TOKEN_ROOTCERTBUNDLE", "/tokens.pem"));
  }

  /** With TLS, by a certificate for its address in the engine's network and for this machine. */
  public static RegistryUnderTest withTls() {
    return new RegistryUnderTest(
        after(
                "openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=registry"
                    + " -addext subjectAltName=IP:$(hostname -i),IP:127.0.0.1"
                    + " -keyout /key.pem -out /cert.pem")
            .withEnv("REGISTRY_HTTP_TLS_CERTIFICATE", "/cert.pem")
            .withEnv("REGISTRY_HTTP_TLS_KEY", "/key.pem"));
  }

  /** Its host and port on this machine. */
  public String host() {
    return "127.0.0.1:" + container.endpoint(5000).port();
  }

  /** Its host and port in the engine's network, which is no address of this machine. */
  public String address() {
    return container.exec("hostname", "-i").stdout().strip() + ":5000";
  }

  /** The certificate with TLS, as a file in that directory. */
  public Path certificate(Path directory) throws IOException {
    return Files.write(directory.resolve("ca.crt"), container.readFile("/cert.pem"));
  }

  /** A client that asks it. */
  public RegistryClient client() {
    return RegistryClient.of(host());
  }

  /** The session that owns it. */
  public Session session() {
    return session;
  }

  /** The container it is. */
  public Container container() {
    return container;
  }

  /** A small image under a name of this registry, on the engine. */
  public Image busybox(String repositoryAndTag) {
    return session.image(BUSYBOX).tag(ImageName.parse(host() + "/" + repositoryAndTag));
  }

  /** Pushes an image with a layer that no other image has, which is then in the registry alone. */
  public ImageName pushOnly(String repositoryAndTag) {
    return pushOnly(repositoryAndTag, "pushed");
  }

  /** As {@link #pushOnly(String)}, with a file {@code /note} that says this. */
  public ImageName pushOnly(String repositoryAndTag, String note) {
    Container box = session.start(ContainerSpec.of(BUSYBOX).withCommand("sleep", "1000"));
    box.exec("sh", "-c", "head -c 200000 /dev/urandom >/random; echo " + note + " >/note");
    Image made = box.commit();
    Image image = made.tag(host() + "/" + repositoryAndTag);
    ImageName pushed = image.push();
    image.remove();
    made.remove();
    box.close();
    return pushed;
  }

  @Override
  public void close() {
    drydock.close();
  }
}
