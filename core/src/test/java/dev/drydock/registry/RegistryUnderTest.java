package dev.drydock.registry;

import dev.drydock.Drydock;
import dev.drydock.model.ImageName;
import dev.drydock.model.Platform;
import dev.drydock.model.RegistryCredentials;
import dev.drydock.runtime.Container;
import dev.drydock.runtime.Image;
import dev.drydock.runtime.Session;
import dev.drydock.spec.ContainerSpec;
import dev.drydock.spec.FileContent;
import dev.drydock.spec.image.Dockerfile;
import dev.drydock.spec.image.ImageSpec;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** A real registry in a container, which goes when this closes. */
public final class RegistryUnderTest implements AutoCloseable {

  /** Who may log in to a registry with a password. */
  public static final RegistryCredentials ANN = RegistryCredentials.of("ann", "s3cret");

  /** Who may not. */
  public static final RegistryCredentials WRONG = RegistryCredentials.of("ann", "wr0ng");

  /** The platform of this machine's engine. */
  public static final Platform HERE =
      new Platform("linux", Platform.architecture(System.getProperty("os.arch")), "");

  /** A platform that it is not. */
  public static final Platform FOREIGN = Platform.parse("linux/s390x");

  /** What Docker calls several images under one name. */
  public static final String LIST = "application/vnd.docker.distribution.manifest.list.v2+json";

  /** What the OCI calls them. */
  public static final String INDEX = "application/vnd.oci.image.index.v1+json";

  private static final String BUSYBOX = "drydock-test/busybox:1";

  private static final String PASSWORDS = "htpasswd -Bbn ann s3cret >/passwords";

  private static final String CERTIFICATE =
      "openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=registry"
          + " -addext subjectAltName=IP:$(hostname -i),IP:127.0.0.1"
          + " -keyout /key.pem -out /cert.pem";

  private static final ContainerSpec SPEC =
      ContainerSpec.of("drydock-test/registry:2")
          .withEnv("REGISTRY_STORAGE_DELETE_ENABLED", "true")
          .withEnv("REGISTRY_LOG_LEVEL", "warn")
          .withPort(5000);

  private final Drydock drydock;
  private final Session session;
  private final Container container;
  private final boolean hasPassword;

  private RegistryUnderTest(ContainerSpec spec, boolean hasPassword) {
    this.hasPassword = hasPassword;
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
    return new RegistryUnderTest(SPEC, false);
  }

  private static ContainerSpec password(ContainerSpec spec) {
    return spec.withEnv("REGISTRY_AUTH", "htpasswd")
        .withEnv("REGISTRY_AUTH_HTPASSWD_REALM", "test")
        .withEnv("REGISTRY_AUTH_HTPASSWD_PATH", "/passwords");
  }

  private static ContainerSpec tls(ContainerSpec spec) {
    return spec.withEnv("REGISTRY_HTTP_TLS_CERTIFICATE", "/cert.pem")
        .withEnv("REGISTRY_HTTP_TLS_KEY", "/key.pem");
  }

  /** With a login. */
  public static RegistryUnderTest withPassword() {
    return new RegistryUnderTest(password(after(PASSWORDS)), true);
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
            .withEnv("REGISTRY_AUTH_TOKEN_ROOTCERTBUNDLE", "/tokens.pem"),
        false);
  }

  /** With TLS, by a certificate for its address in the engine's network and for this machine. */
  public static RegistryUnderTest withTls() {
    return new RegistryUnderTest(tls(after(CERTIFICATE)), false);
  }

  /** With a login, and with TLS as {@link #withTls()} has it. */
  public static RegistryUnderTest withPasswordAndTls() {
    return new RegistryUnderTest(tls(password(after(PASSWORDS + "; " + CERTIFICATE))), true);
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
    ImageName pushed = hasPassword ? image.push(ANN) : image.push();
    image.remove();
    made.remove();
    box.close();
    return pushed;
  }

  /** Lets a tag mean this image of its repository from now on; no engine hears of it. */
  public void retag(ImageName pushed, String tag) throws IOException, InterruptedException {
    ImageManifest manifest = client().manifest(pushed);
    String unused = put(pushed.repository(), tag, manifest.mediaType(), manifest.json());
  }

  /**
   * Pushes an image for {@link #FOREIGN}, one for {@link #HERE} with a file {@code /note} that says
   * this, and puts both under one tag.
   *
   * @param kind {@link #LIST} or {@link #INDEX}
   */
  public Several pushSeveral(String repository, String tag, String kind, String note)
      throws IOException, InterruptedException {
    ImageName here = pushOnly(repository + ":here", note);
    Image built =
        session.image(
            ImageSpec.of(Dockerfile.from("scratch").copy("note", "/note"))
                .withFile("note", FileContent.text(note))
                .withPlatform(FOREIGN)
                .withoutCache());
    Image named = built.tag(host() + "/" + repository + ":foreign");
    ImageName foreign = named.push();
    named.remove();
    built.remove();
    // Whoever takes the first without a look at its platform takes the wrong one.
    String json =
        "{\"schemaVersion\":2,\"mediaType\":\"%s\",\"manifests\":[%s,%s]}"
            .formatted(kind, part(foreign, FOREIGN), part(here, HERE));
    return new Several(
        put(repository, tag, kind, json),
        here.digest().orElseThrow(),
        foreign.digest().orElseThrow());
  }

  /** The digests of what {@link #pushSeveral} has pushed. */
  public record Several(String whole, String here, String foreign) {}

  private String part(ImageName image, Platform platform) {
    ImageManifest manifest = client().manifest(image);
    return ("{\"mediaType\":\"%s\",\"digest\":\"%s\",\"size\":%d,"
            + "\"platform\":{\"os\":\"%s\",\"architecture\":\"%s\"}}")
        .formatted(
            manifest.mediaType(),
            manifest.digest(),
            manifest.json().getBytes(StandardCharsets.UTF_8).length,
            platform.system(),
            platform.architecture());
  }

  /** Puts a manifest under a tag of a registry without login and TLS; gives its digest. */
  private String put(String repository, String tag, String kind, String json)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(
                URI.create("http://" + host() + "/v2/" + repository + "/manifests/" + tag))
            .version(HttpClient.Version.HTTP_1_1)
            .header("Content-Type", kind)
            .PUT(HttpRequest.BodyPublishers.ofString(json))
            .build();
    HttpResponse<String> answer =
        HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    if (answer.statusCode() != 201) {
      throw new IOException(
          "the registry does not take it: " + answer.statusCode() + " " + answer.body());
    }
    return answer.headers().firstValue("Docker-Content-Digest").orElseThrow();
  }

  @Override
  public void close() {
    drydock.close();
  }
}
