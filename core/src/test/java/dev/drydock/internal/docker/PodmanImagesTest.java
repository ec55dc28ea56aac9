package dev.drydock.internal.docker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drydock.Drydock;
import dev.drydock.engine.Engine;
import dev.drydock.engine.Settings;
import dev.drydock.model.ImageName;
import dev.drydock.registry.RegistryUnderTest;
import dev.drydock.runtime.Image;
import dev.drydock.runtime.Session;
import dev.drydock.spec.ContainerSpec;
import dev.drydock.spec.PullPolicy;
import dev.drydock.spec.image.Dockerfile;
import dev.drydock.spec.image.ImageSpec;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What Podman does otherwise with images, on Podman. */
@Tag("engines")
@Timeout(120)
class PodmanImagesTest {

  private static final String BUSYBOX = "drydock-test/busybox:1";

  private static RegistryUnderTest registry;
  private static EngineUnderTest podman;

  @BeforeAll
  static void start() throws Exception {
    registry = RegistryUnderTest.open();
    podman = EngineUnderTest.podmanHere(registry.host());
  }

  @AfterAll
  static void stop() throws Exception {
    if (podman != null) {
      podman.close();
    }
    registry.close();
  }

  private static Drydock connect(Settings settings) {
    return Drydock.connect(settings.with("drydock.engine", podman.address().toString()));
  }

  @Test
  void what_podman_pushes_has_the_digest_that_it_tells_and_is_pulled_and_run_by_it() {
    try (Drydock drydock = connect(Settings.load());
        Session session = drydock.openSession()) {
      Image built =
          session.image(
              ImageSpec.of(Dockerfile.from(BUSYBOX).run("echo " + UUID.randomUUID() + " >/note"))
                  .withoutCache());
      Image tagged = built.tag(registry.host() + "/team/podman:1");
      ImageName released = tagged.push();
      assertThat(registry.client().digest(ImageName.parse("team/podman:1")))
          .isEqualTo(released.digest().orElseThrow());
      String note =
          session.run(ContainerSpec.of(built.name()).withCommand("cat", "/note")).stdout();
      tagged.remove();
      built.remove();
      Image pulled = session.image(released, PullPolicy.always());
      assertThat(session.run(ContainerSpec.of(released).withCommand("cat", "/note")).stdout())
          .isEqualTo(note)
          .hasSizeGreaterThan(30);
      pulled.remove();
    }
  }

  /** Otherwise the file that says so in its place could go. */
  @Test
  void podman_does_not_tell_when_an_image_was_given_a_name() {
    try (Engine engine = podman.connect()) {
      assertThat(engine.images().inspect(ImageName.parse(BUSYBOX)).tagged()).isNull();
    }
  }
}
