package dev.drydock.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.drydock.Drydock;
import dev.drydock.engine.Forked;
import dev.drydock.model.ImageException;
import dev.drydock.model.ImageException.Reason;
import dev.drydock.model.ImageName;
import dev.drydock.model.RegistryCredentials;
import dev.drydock.registry.RegistryClient;
import dev.drydock.registry.RegistryUnderTest;
import dev.drydock.runtime.Container;
import dev.drydock.runtime.Image;
import dev.drydock.runtime.Session;
import dev.drydock.spec.ContainerSpec;
import dev.drydock.spec.PullPolicy;
import dev.drydock.spec.image.Dockerfile;
import dev.drydock.spec.image.ImageSpec;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Pulls from registries that want a login, in JVMs whose environment has it. */
@Tag("engine")
@Timeout(120)
class PullLoginTest {

  private static final String MARK = "=> ";

  private static RegistryUnderTest locked;

  @RegisterExtension private final Live live = new Live();

  @BeforeAll
  static void start() {
    locked = RegistryUnderTest.withPassword();
  }

  @AfterAll
  static void stop() {
    locked.close();
  }

  /** What a forked JVM runs: a container of the image, or of one that is built on it. */
  static final class Puller {
    public static void main(String[] args) {
      ImageName image = ImageName.parse(args[1]);
      try (Drydock drydock = Drydock.connect();
          Session session = drydock.openSession()) {
        if (args[0].equals("build")) {
          ImageSpec spec = ImageSpec.of(Dockerfile.from(image).run("cat /note /note >/twice"));
          ImageName built = session.image(spec.withoutCache()).name();
          say(session.run(ContainerSpec.of(built).withCommand("cat", "/twice")).stdout());
        } else {
          say(session.run(ContainerSpec.of(image).withCommand("cat", "/note")).stdout());
        }
      } catch (ImageException e) {
        say(e.reason() + "\n" + e.getMessage());
      }
    }

    private static void say(String text) {
      System.out.println(MARK + text.strip().replace("\n", "\n" + MARK));
    }
  }

  /** What is said where the docker command would have this login for the image's registry. */
  private static String said(RegistryCredentials login, String what, ImageName image)
      throws Exception {
    String pair = login.username().orElseThrow() + ":" + login.password().orElseThrow();
    String config =
        "{\"auths\":{\"%s\":{\"auth\":\"%s\"}}}"
            .formatted(
                image.registry().orElseThrow(),
                Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8)));
    Process jvm =
        Forked.jvm(
            Puller.class, List.of(what, image.toString()), Map.of("DOCKER_AUTH_CONFIG", config));
    try {
      String output = new String(jvm.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(jvm.waitFor()).isZero();
      List<String> lines = new ArrayList<>();
      for (String each : output.lines().toList()) {
        if (each.startsWith(MARK)) {
          lines.add(each.substring(MARK.length()));
        }
      }
      return String.join("\n", lines);
    } finally {
      jvm.destroyForcibly();
    }
  }

  /** An image that only the registry with a password has. */
  private static ImageName pushed(String repository) {
    return locked.pushOnly(repository + ":1", repository).withoutDigest().withTag("1");
  }

  private void remove(ImageName image) {
    live.session().image(image, PullPolicy.never()).remove();
  }

  @Test
  void a_container_is_run_of_an_image_that_is_pulled_with_the_users_login() throws Exception {
    ImageName image = pushed("team/run");
    assertThat(said(RegistryUnderTest.ANN, "run", image)).isEqualTo("team/run");
    remove(image);
  }

  @Test
  void an_image_is_built_on_one_that_is_pulled_with_the_users_login() throws Exception {
    ImageName image = pushed("team/base");
    assertThat(said(RegistryUnderTest.ANN, "build", image)).isEqualTo("team/base\nteam/base");
    remove(image);
  }

  private static String refusal(String what, ImageName image) throws Exception {
    return PushTest.normal(said(RegistryUnderTest.WRONG, what, image), locked.host(), "LOCKED");
  }

  @Test
  void a_pull_with_a_wrong_password_is_named_and_the_password_is_not() throws Exception {
    assertThat(refusal("run", pushed("team/wrong-run")))
        .isEqualTo(
            """
            DENIED
            LOCKED/team/wrong-run:1 could not be started: its image is not to be had.
              Engine:     The engine … to pull image LOCKED/team/wrong-run:1: …
              Hint:       registry LOCKED refuses: it wants credentials, or others than it was \
            shown; say `docker login LOCKED`""");
  }

  @Test
  void a_pull_of_a_base_image_with_a_wrong_password_is_named() throws Exception {
    assertThat(refusal("build", pushed("team/wrong-base")))
        .isEqualTo(
            """
            DENIED
            The image of a Dockerfile in Java could not be built: its base image \
            LOCKED/team/wrong-base:1 is not to be had.
              Engine:     The engine … to pull image LOCKED/team/wrong-base:1: …
              Hint:       registry LOCKED refuses: it wants credentials, or others than it was \
            shown; say `docker login LOCKED`""");
  }

  @Test
  void a_registry_with_tls_and_a_password_takes_gives_and_answers(@TempDir Path directory)
      throws Exception {
    try (RegistryUnderTest both = RegistryUnderTest.withPasswordAndTls()) {
      Path authority = both.certificate(directory);
      Image made = noted("both");
      Image image = made.tag(both.address() + "/team/both:1");
      ImageName name = image.name();
      try (PushTest.EnginesTrust trust = new PushTest.EnginesTrust(both.address(), authority)) {
        assertThatThrownBy(image::push)
            .asInstanceOf(type(ImageException.class))
            .satisfies(thrown -> assertThat(thrown.reason()).isEqualTo(Reason.DENIED));
        ImageName pushed = image.push(RegistryUnderTest.ANN);
        image.remove();
        made.remove();

        RegistryClient client = RegistryClient.of(name);
        assertThat(client.withCredentials(RegistryUnderTest.ANN).digest(name))
            .isEqualTo(pushed.digest().orElseThrow());
        assertThatThrownBy(client::checkLogin)
            .asInstanceOf(type(ImageException.class))
            .satisfies(thrown -> assertThat(thrown.reason()).isEqualTo(Reason.DENIED));
        assertThat(
                RegistryClient.of(both.host())
                    .withCertificateAuthority(authority)
                    .withCredentials(RegistryUnderTest.ANN)
                    .tags("team/both"))
            .containsExactly("1");

        assertThat(said(RegistryUnderTest.ANN, "run", name)).isEqualTo("both");
      }
      remove(name);
    }
  }

  /** An image of busybox and a file that says this; goes with the session. */
  private Image noted(String note) {
    Container box = live.session().start(Live.sleeper());
    box.exec("sh", "-c", "echo " + note + " >/note");
    Image made = box.commit();
    box.close();
    return made;
  }
}
