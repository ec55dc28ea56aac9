package dev.drydock.registry;

import dev.drydock.internal.registry.Credentials;
import dev.drydock.internal.registry.RegistryHttp;
import dev.drydock.internal.registry.Trust;
import dev.drydock.model.ImageException;
import dev.drydock.model.ImageName;
import dev.drydock.model.Platform;
import dev.drydock.model.RegistryCredentials;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * A registry of images, read without an engine and without pulling. Over TLS; a registry on this
 * machine ({@code localhost}, {@code 127.0.0.0/8}) may have none. Logs in with what the {@code
 * docker} command has for it, unless credentials are given.
 *
 * <p>Immutable, and safe for any number of threads. Every verb blocks, honours interrupts ({@link
 * dev.drydock.model.InterruptedWaitException}, with the thread's flag set), tries again what failed
 * on the way, and throws {@link ImageException}, whose reason tells what to do.
 */
public final class RegistryClient {

  private static final Duration TIMEOUT = Duration.ofSeconds(30);
  private static final int PAGE = 500;
  private static final Pattern NEXT = Pattern.compile("<([^>]*)>\\s*;.*rel=\"?next\"?.*");

  private final String registry;
  private final @Nullable RegistryCredentials credentials;
  private final @Nullable SSLContext trust;
  private final Duration timeout;
  private final int page;
  private final RegistryHttp http;

  private RegistryClient(
      String registry,
      @Nullable RegistryCredentials credentials,
      @Nullable SSLContext trust,
      Duration timeout,
      int page) {
    this.registry = registry;
    this.credentials = credentials;
    this.trust = trust;
    this.timeout = timeout;
    this.page = page;
    Supplier<Optional<RegistryCredentials>> login =
        credentials == null
            ? () -> Credentials.ofUser().at(registry)
            : () -> Optional.of(credentials);
    this.http = new RegistryHttp(registry, login, trust, timeout);
  }

  /**
   * The registry at this host, or host and port.
   *
   * @throws IllegalArgumentException when it is not one
   */
  public static RegistryClient of(String registry) {
    String host = ImageName.parse("x").withRegistry(registry).registry().orElseThrow();
    return new RegistryClient(host, null, null, TIMEOUT, PAGE);
  }

  /** The registry of this image; the default one when it names none. */
  public static RegistryClient of(ImageName image) {
    return of(image.canonical().registry().orElseThrow());
  }

  /** Logs in with these (replaces). */
  public RegistryClient withCredentials(RegistryCredentials newCredentials) {
    return new RegistryClient(registry, newCredentials, trust, timeout, page);
  }

  /**
   * Takes certificates that an authority of this file has signed, beside those the JVM takes
   * (replaces), and speaks TLS only. Without it the {@code *.crt} of {@code
   * /etc/docker/certs.d/HOST:PORT}, where engines look too, are taken.
   *
   * @param pem a file of certificates in PEM
   * @throws IllegalArgumentException when it is not one
   */
  public RegistryClient withCertificateAuthority(Path pem) {
    return new RegistryClient(registry, credentials, Trust.and(pem), timeout, page);
  }

  /**
   * How long one exchange may take; 30 s when nothing is said (replaces).
   *
   * @throws IllegalArgumentException when it is not positive
   */
  public RegistryClient withTimeout(Duration newTimeout) {
    if (newTimeout.isZero() || newTimeout.isNegative()) {
      throw new IllegalArgumentException("timeout must be positive, was " + newTimeout);
    }
    return new RegistryClient(registry, credentials, trust, newTimeout, page);
  }

  /** Asks for long lists in pages of so many. */
  RegistryClient withPage(int newPage) {
    return new RegistryClient(registry, credentials, trust, timeout, newPage);
  }

  /** Its host, or host and port. */
  public String registry() {
    return registry;
  }

  /**
   * Whether it is a registry and takes the login. {@code GET /v2/}.
   *
   * @throws ImageException with {@link ImageException.Reason#DENIED} when it does not
   */
  public void checkLogin() {
    var unused = http.send("GET", "/v2/", "", "log in");
  }

  /** The names of its repositories; not every registry tells them. {@code GET /v2/_catalog}. */
  public List<String> repositories() {
    return list("/v2/_catalog", "repositories", "list its repositories");
  }

  /**
   * The tags of a repository. {@code GET /v2/NAME/tags/list}.
   *
   * @param repository for example {@code team/shop}
   * @throws ImageException with {@link ImageException.Reason#NOT_FOUND} when there is none
   */
  public List<String> tags(String repository) {
    ImageName name = ImageName.parse(repository);
    if (!name.repository().equals(repository)) {
      throw new IllegalArgumentException(
          "repository must be a name without registry, tag and digest, was " + repository);
    }
    String path = path(name);
    return list(path + "/tags/list", "tags", "list the tags of " + repository);
  }

  /**
   * The digest that the image's tag stands for now: of the index, if it is for several platforms.
   * {@code HEAD /v2/NAME/manifests/TAG}, which does not count as a pull.
   *
   * @throws ImageException with {@link ImageException.Reason#NOT_FOUND} when there is none
   */
  public String digest(ImageName image) {
    return http.send(
            "HEAD", manifestPath(image), ManifestReader.KINDS, "tell the digest of " + title(image))
        .header("Docker-Content-Digest")
        .orElseGet(() -> manifest(image).digest());
  }

  /**
   * The digest of the image for each platform that the name stands for.
   *
   * @throws ImageException with {@link ImageException.Reason#NOT_FOUND} when there is none
   */
  public Map<Platform, String> digests(ImageName image) {
    ImageManifest manifest = manifest(image);
    Optional<String> config = manifest.config();
    if (config.isEmpty()) {
      return manifest.platforms();
    }
    String what = "tell the platform of " + title(image);
    byte[] blob = http.send("GET", path(image) + "/blobs/" + config.get(), "", what).body();
    ManifestReader.check(registry, title(image), config.get(), blob);
    Map<Platform, String> one = new LinkedHashMap<>();
    one.put(ManifestReader.platform(registry, title(image), blob), manifest.digest());
    return one;
  }

  /**
   * What the registry has under the name; by its digest when it has one, else by its tag. The
   * digest is checked. {@code GET /v2/NAME/manifests/REFERENCE}.
   *
   * @throws ImageException with {@link ImageException.Reason#NOT_FOUND} when there is none, {@link
   *     ImageException.Reason#MISMATCH} when what came does not have the digest
   */
  public ImageManifest manifest(ImageName image) {
    return ManifestReader.read(
        registry,
        title(image),
        image.digest().orElse(null),
        http.send(
            "GET",
            manifestPath(image),
            ManifestReader.KINDS,
            "send the manifest of " + title(image)));
  }

  /**
   * Deletes a manifest, and with it every tag that stands for it. Registries delete only when they
   * are set up for it, and give the room of the layers back when they next clean up. {@code DELETE
   * /v2/NAME/manifests/DIGEST}.
   *
   * @param image by its digest; without one, what its tag stands for now
   * @throws ImageException with {@link ImageException.Reason#NOT_FOUND} when there is none
   */
  public void delete(ImageName image) {
    String digest = image.digest().orElseGet(() -> digest(image));
    var unused =
        http.send("DELETE", path(image) + "/manifests/" + digest, "", "delete " + title(image));
  }

  private List<String> list(String path, String field, String what) {
    List<String> all = new ArrayList<>();
    Set<String> asked = new HashSet<>();
    String next = path + "?n=" + page;
    while (next != null) {
      if (!asked.add(next)) {
        throw new ImageException(
            ImageException.Reason.OTHER,
            "Registry " + registry + ", asked to " + what + ", says the same page again and again.",
            null);
      }
      var answer = http.send("GET", next, "", what);
      all.addAll(ManifestReader.texts(registry, what, field, answer.body()));
      Matcher link = NEXT.matcher(answer.header("Link").orElse(""));
      next = link.matches() ? http.follow(next, link.group(1), what) : null;
    }
    return all;
  }

  private String manifestPath(ImageName image) {
    String reference = image.digest().orElseGet(() -> image.tag().orElse("latest"));
    return path(image) + "/manifests/" + reference;
  }

  private String path(ImageName image) {
    ImageName here = image.registry().isPresent() ? image : image.withRegistry(registry);
    ImageName whole = here.canonical();
    if (!whole.registry().equals(here.withRegistry(registry).canonical().registry())) {
      throw new IllegalArgumentException(
          "image must be one of registry " + registry + ", was " + image);
    }
    return "/v2/" + whole.repository();
  }

  private static String title(ImageName image) {
    return image.toString();
  }

  @Override
  public String toString() {
    return "registry " + registry;
  }
}
