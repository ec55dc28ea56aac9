package dev.drydock.internal.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drydock.Drydock;
import dev.drydock.engine.Settings;
import dev.drydock.model.ImageException;
import dev.drydock.model.ImageName;
import dev.drydock.registry.RegistryClient;
import dev.drydock.registry.RegistryUnderTest;
import dev.drydock.runtime.BuiltImage;
import dev.drydock.runtime.Image;
import dev.drydock.runtime.Session;
import dev.drydock.spec.ContainerSpec;
import dev.drydock.spec.image.Dockerfile;
import dev.drydock.spec.image.ImageSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Images on an engine that keeps them in containerd, and that has a registry with TLS beside it.
 */
@Tag("engines")
@Timeout(180)
class ContainerdImagesTest {

  private static final String BUSYBOX = "drydock-test/busybox:1";

  private static EngineUnderTest docker;

  @TempDir private Path directory;

  @BeforeAll
  static void start() throws Exception {
    docker = EngineUnderTest.docker("28", "containerd");
  }

  @AfterAll
  static void stop() throws Exception {
    if (docker != null) {
      docker.close();
    }
  }

  private static Drydock connect(Settings settings) {
    return Drydock.connect(settings.with("drydock.engine", docker.address().toString()));
  }

  @Test
  void what_was_made_here_is_locked_as_local_though_the_engine_tells_a_digest() throws Exception {
    Path file = directory.resolve("drydock.lock");
    Settings update =
        Settings.load().with("drydock.lock", "update").with("drydock.lock.file", file.toString());
    try (RegistryUnderTest registry = RegistryUnderTest.open();
        Drydock making = connect(Settings.load());
        Session session = making.openSession();
        Drydock locking = connect(update);
        Session locked = locking.openSession()) {
      ImageName name = ImageName.parse(registry.host() + "/team/local:1");
      Image image = session.image(BUSYBOX).tag(name);
      assertThat(image.details().digests()).isNotEmpty();
      locked.run(ContainerSpec.of(name).withCommand("true"));
      assertThat(Files.readString(file))
          .contains(name + " linux/")
          .contains(" local " + image.id());
    }
  }

  @Test
  void a_registry_with_tls_is_pushed_to_and_pulled_from_when_its_authority_is_known()
      throws Exception {
    try (RegistryUnderTest registry = RegistryUnderTest.withTls();
        Drydock drydock = connect(Settings.load());
        Session session = drydock.openSession()) {
      String host = registry.address();
      Path authority = registry.certificate(directory);
      Image image = session.image(BUSYBOX).tag(host + "/team/tls:1");
      assertThatThrownBy(image::push)
          .isInstanceOf(ImageException.class)
          .hasMessageStartingWith("Image " + host + "/team/tls:1 was not pushed.\n  Engine:     ")
          .hasMessageContaining("x509");
      trust(host, authority);
      ImageName pushed = image.push();
      assertThat(
              RegistryClient.of(host)
                  .withCertificateAuthority(authority)
                  .digest(ImageName.parse("team/tls:1")))
          .isEqualTo(pushed.digest().orElseThrow());
      image.remove();
      assertThat(session.run(ContainerSpec.of(pushed).withCommand("echo", "runs")).stdout())
          .isEqualTo("runs\n");
      session.image(pushed).remove();
    }
  }

  private static void trust(String host, Path authority) throws IOException {
    docker.beside(
        "mkdir -p /etc/docker/certs.d/%s && echo %s | base64 -d >/etc/docker/certs.d/%s/ca.crt"
            .formatted(
                host, Base64.getEncoder().encodeToString(Files.readAllBytes(authority)), host));
  }

  @Test
  void layers_are_taken_over_from_an_image_of_a_registry() throws Exception {
    try (RegistryUnderTest registry = RegistryUnderTest.withTls();
        Drydock drydock = connect(Settings.load());
        Session session = drydock.openSession()) {
      ImageName cache = ImageName.parse(registry.address() + "/team/cache:1");
      trust(registry.address(), registry.certificate(directory));
      ImageSpec spec =
          ImageSpec.of(Dockerfile.from(BUSYBOX).run("echo " + UUID.randomUUID() + " >/id"))
              .withBuildArg("BUILDKIT_INLINE_CACHE", "1");
      BuiltImage first = session.image(spec);
      Image named = first.tag(cache);
      named.push();
      for (ImageSpec each : List.of(spec, spec.withCacheFrom(cache))) {
        named.remove();
        first.remove();
        docker.beside("docker builder prune --all --force");
        BuiltImage again = session.image(each);
        assertThat(again.steps())
            .filteredOn(step -> step.instruction().startsWith("RUN"))
            .hasSize(1)
            .allMatch(step -> step.cached() == !each.cacheFrom().isEmpty());
        again.remove();
      }
    }
  }
}
