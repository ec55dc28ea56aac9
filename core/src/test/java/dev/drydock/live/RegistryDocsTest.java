package dev.drydock.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drydock.Drydock;
import dev.drydock.engine.ImageSubstitutor;
import dev.drydock.engine.Settings;
import dev.drydock.model.ImageException;
import dev.drydock.model.ImageName;
import dev.drydock.model.Platform;
import dev.drydock.model.RegistryCredentials;
import dev.drydock.registry.ImageManifest;
import dev.drydock.registry.RegistryClient;
import dev.drydock.registry.RegistryUnderTest;
import dev.drydock.runtime.Container;
import dev.drydock.runtime.Image;
import dev.drydock.runtime.Session;
import dev.drydock.spec.ContainerSpec;
import dev.drydock.spec.PullPolicy;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The recipes of docs/registries.md, run as they stand there. */
@Tag("engine")
@Timeout(120)
class RegistryDocsTest {

  private static RegistryUnderTest under;

  @RegisterExtension final Live live = new Live();

  private final String registry = under.host();

  @BeforeAll
  static void start() {
    under = RegistryUnderTest.open();
  }

  @AfterAll
  static void stop() {
    under.close();
  }

  @Test
  void push() {
    Session session = live.session();
    // docs: push
    Container box = session.start(ContainerSpec.of("busybox:1").withCommand("sleep", "1000"));
    box.exec("sh", "-c", "echo built >/note");

    Image image = box.commit().tag(registry + "/team/shop:1.4");
    ImageName released = image.push();
    // For example registry.example/team/shop@sha256:0f3c…: whoever runs that runs these bytes.

    image.remove();
    assertThat(session.run(ContainerSpec.of(released).withCommand("cat", "/note")).stdout())
        .isEqualTo("built\n");
    // docs: end
    session.image(released).remove();
  }

  @Test
  void credentials() {
    try (RegistryUnderTest locked = RegistryUnderTest.withPassword()) {
      Image image = locked.busybox("team/shop:1.4");
      // docs: login
      RegistryCredentials ann = RegistryCredentials.of("ann", "s3cret");
      image.push(ann);
      RegistryClient.of(image.name()).withCredentials(ann).checkLogin();
      // docs: end
      assertThatThrownBy(image::push).isInstanceOf(ImageException.class);
    }
  }

  @Test
  void read() {
    under.busybox("team/read:1.4").push();
    // docs: read
    RegistryClient client = RegistryClient.of(registry);
    assertThat(client.repositories()).contains("team/read");
    assertThat(client.tags("team/read")).containsExactly("1.4");

    ImageName shop = ImageName.parse("team/read:1.4");
    Map<Platform, String> digests = client.digests(shop);
    assertThat(digests).hasSize(1);

    ImageManifest manifest = client.manifest(shop);
    assertThat(manifest.layers()).hasSize(1);

    client.delete(shop.withDigest(manifest.digest()));
    assertThat(client.tags("team/read")).isEmpty();
    // docs: end
  }

  @Test
  void tls(@TempDir Path directory) throws IOException {
    try (RegistryUnderTest tls = RegistryUnderTest.withTls()) {
      String host = tls.host();
      Path authority = tls.certificate(directory);
      // docs: tls
      RegistryClient client = RegistryClient.of(host).withCertificateAuthority(authority);
      client.checkLogin();
      // docs: end
      assertThat(client.repositories()).isEmpty();
    }
  }

  @Test
  void policy() {
    Session session = live.session();
    ImageName shop = under.pushOnly("team/policy:1");
    ImageName tagged = shop.withoutDigest().withTag("1");
    // docs: policy
    ContainerSpec nightly =
        ContainerSpec.of(tagged).withPullPolicy(PullPolicy.olderThan(Duration.ofDays(1)));
    // docs: end
    assertThat(session.run(nightly.withCommand("cat", "/note")).stdout()).isEqualTo("pushed\n");
    session.image(tagged).remove();
  }

  // docs: substitutor
  /** Everything of the team comes from the registry of the test network. */
  public static final class TeamRegistry implements ImageSubstitutor {
    @Override
    public ImageName substitute(ImageName image) {
      return image.repository().startsWith("team/")
          ? image.withRegistry(System.getProperty("team.registry", "registry.example"))
          : image;
    }
  }

  // docs: end

  @Test
  void substitutor() {
    under.pushOnly("team/substituted:1");
    System.setProperty("team.registry", registry);
    Settings settings =
        Settings.load().with("drydock.image.substitutor", TeamRegistry.class.getName());
    try (Drydock drydock = Drydock.connect(settings);
        Session session = drydock.openSession()) {
      Image image = session.image("team/substituted:1");
      assertThat(image.name()).hasToString(registry + "/team/substituted:1");
      image.remove();
    } finally {
      System.clearProperty("team.registry");
    }
  }
}
