package dev.drydock.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.drydock.engine.Engine;
import dev.drydock.model.ClosedException;
import dev.drydock.model.ImageException;
import dev.drydock.model.ImageName;
import dev.drydock.model.image.ImageDetails;
import dev.drydock.runtime.Container;
import dev.drydock.runtime.Image;
import dev.drydock.runtime.Session;
import dev.drydock.runtime.Volume;
import dev.drydock.spec.ContainerSpec;
import dev.drydock.spec.FileContent;
import dev.drydock.spec.Mount;
import dev.drydock.spec.PullPolicy;
import dev.drydock.spec.VolumeSpec;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

@Tag("engine")
@Timeout(60)
class ImageTest {

  @RegisterExtension private final Live live = new Live();
  @TempDir private Path directory;

  private final String name = "image-test-" + UUID.randomUUID();
  private Engine engine;

  @BeforeEach
  void connect() {
    engine = Live.engine();
  }

  @AfterEach
  void disconnect() {
    engine.close();
  }

  private boolean has(ImageName image) {
    try {
      return !engine.images().inspect(image).id().isEmpty();
    } catch (ImageException e) {
      return false;
    }
  }

  @Test
  void an_image_that_was_there_stays_when_the_session_closes() {
    Image image = live.session().image(Live.BUSYBOX);
    assertThat(image.id()).startsWith("sha256:");
    assertThat(image.details().names()).contains(ImageName.parse(Live.BUSYBOX));
    live.session().close();
    assertThat(has(image.name())).isTrue();
  }

  @Test
  void a_commit_is_an_image_and_goes_with_the_session() {
    Container box = live.session().start(Live.shell("echo kept >/note; sleep 1000"));
    box.exec("sh", "-c", "until test -s /note; do :; done");
    Image image = box.commit();
    Container copy =
        live.session()
            .start(ContainerSpec.of(image.name()).withCommand("sh", "-c", "cat /note; sleep 1000"));
    assertThat(new String(copy.readFile("/note"), StandardCharsets.UTF_8)).isEqualTo("kept\n");
    live.session().close();
    assertThat(has(image.name())).isFalse();
  }

  /** What commits log meanwhile. */
  private static <T> T saying(List<String> said, Supplier<T> commit) {
    Logger logger = (Logger) LoggerFactory.getLogger("dev.drydock.commit");
    ListAppender<ILoggingEvent> appender = new ListAppender<>();
    appender.start();
    logger.addAppender(appender);
    try {
      return commit.get();
    } finally {
      logger.detachAppender(appender);
      appender.list.forEach(each -> said.add(each.getFormattedMessage()));
    }
  }

  @Test
  void a_commit_of_a_container_with_volumes_says_what_the_image_lacks() {
    Volume data = live.session().volume(VolumeSpec.of());
    Container box = live.session().start(Live.sleeper().withMount(Mount.volume(data, "/data")));
    List<String> said = new ArrayList<>();
    saying(
        said,
        () -> {
          box.commit();
          return live.session().start(Live.sleeper()).commit();
        });
    assertThat(said)
        .containsExactly(
            "The image of "
                + box.name()
                + " lacks what is in its volumes: {/data="
                + data.name()
                + "}. Keep that by volume.snapshot().");
  }

  @Test
  void a_name_that_the_session_gave_goes_with_it_and_the_image_stays() {
    Image image = live.session().image(Live.BUSYBOX);
    Image tagged = image.tag(name + ":1");
    assertThat(tagged.id()).isEqualTo(image.id());
    assertThat(has(tagged.name())).isTrue();
    live.session().close();
    assertThat(has(tagged.name())).isFalse();
    assertThat(has(image.name())).isTrue();
  }

  @Test
  void a_name_that_the_image_had_already_stays() {
    Image image = live.session().image(Live.BUSYBOX);
    image.tag(Live.BUSYBOX);
    live.session().close();
    assertThat(has(image.name())).isTrue();
  }

  @Test
  void a_name_that_means_somebody_elses_image_is_not_taken() {
    Image commit = live.session().start(Live.sleeper()).commit();
    String nginx = engine.images().inspect(ImageName.parse("drydock-test/nginx:1.22")).id();
    assertThatThrownBy(() -> commit.tag("drydock-test/nginx:1.22"))
        .isInstanceOf(ImageException.class)
        .hasMessage(
            "Image "
                + commit.name()
                + " was not given the name drydock-test/nginx:1.22: the engine has another image"
                + " under it, which this session did not make.\n"
                + "  Other image: "
                + nginx
                + "\n"
                + "  Hint:        use another name, or remove that one first:"
                + " `docker rmi drydock-test/nginx:1.22`");
    assertThat(engine.images().inspect(ImageName.parse("drydock-test/nginx:1.22")).id())
        .isEqualTo(nginx);
  }

  @Test
  void a_name_of_the_sessions_own_moves_to_the_image_that_gets_it_next() {
    Session session = live.session();
    Image busybox = session.image(Live.BUSYBOX);
    busybox.tag(name);
    Image commit = session.start(Live.sleeper()).commit();
    assertThat(commit.tag(name).id()).isEqualTo(commit.id());
    assertThat(session.image(name).id()).isEqualTo(commit.id());
    session.close();
    assertThat(has(ImageName.parse(name))).isFalse();
  }

  @Test
  void a_name_that_somebody_has_moved_meanwhile_is_left_to_them() {
    Image image = live.session().image(Live.BUSYBOX);
    image.tag(name);
    engine.images().tag("drydock-test/nginx:1.22", ImageName.parse(name));
    live.session().close();
    try {
      assertThat(has(ImageName.parse(name))).isTrue();
    } finally {
      engine.images().remove(name);
    }
  }

  @Test
  void a_removed_image_is_gone_before_the_session_closes() {
    Image commit = live.session().start(Live.sleeper()).commit();
    Image tagged = commit.tag(name);
    commit.remove();
    assertThat(has(commit.name())).isFalse();
    assertThat(has(tagged.name())).isTrue();
  }

  @Test
  void a_name_with_a_digest_is_not_given() {
    Image image = live.session().image(Live.BUSYBOX);
    String digest = "sha256:" + "0".repeat(64);
    assertThatThrownBy(() -> image.tag("shop@" + digest))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("name to give to an image must have no digest, was shop@" + digest);
  }

  @Test
  void a_saved_image_is_an_archive() throws IOException {
    Path file = directory.resolve("sub/busybox.tar");
    live.session().image(Live.BUSYBOX).save(file);
    assertThat(file).isNotEmptyFile();
    try (var files = Files.list(file.getParent())) {
      assertThat(files).containsExactly(file);
    }
  }

  @Test
  void a_save_that_fails_leaves_what_was_there() throws IOException {
    Image tagged = live.session().image(Live.BUSYBOX).tag(name);
    engine.images().remove(name);
    Path file = Files.writeString(directory.resolve("image.tar"), "before");
    assertThatThrownBy(() -> tagged.save(file))
        .isInstanceOf(ImageException.class)
        .hasMessage(
            "The engine at " + engine.info().address() + " does not have image " + tagged.name());
    assertThat(file).hasContent("before");
    try (var files = Files.list(directory)) {
      assertThat(files).containsExactly(file);
    }
  }

  @Test
  void an_image_is_not_saved_over_a_directory() {
    Image image = live.session().image(Live.BUSYBOX);
    assertThatThrownBy(() -> image.save(directory))
        .isInstanceOf(ImageException.class)
        .hasMessage(
            "Cannot save image drydock-test/busybox:1 as " + directory + ": it is a directory.");
  }

  @Test
  void an_image_that_is_not_there_is_told_with_what_to_do() {
    assertThatThrownBy(
            () ->
                live.session().image(ImageName.parse("drydock-test/absent:9"), PullPolicy.never()))
        .isInstanceOf(ImageException.class)
        .hasMessage(
            "Image drydock-test/absent:9 is not to be had.\n"
                + "  Engine:     The engine at "
                + engine.info().address()
                + " does not have image drydock-test/absent:9\n"
                + "  Hint:       check the image's name and tag, and that its registry can be"
                + " reached; an image built on this machine must be built before the test");
  }

  @Test
  void an_image_of_a_closed_session_says_so() {
    Image image = live.session().image(Live.BUSYBOX);
    live.session().close();
    assertThatThrownBy(image::details)
        .isInstanceOf(ClosedException.class)
        .hasMessage("Cannot inspect image drydock-test/busybox:1: its session is closed.");
  }

  @Test
  void details_tell_what_a_container_gets() {
    ImageDetails details = live.session().image("drydock-test/nginx:1.22").details();
    assertThat(details.config().exposedPorts()).isNotEmpty();
    assertThat(details.config().env()).containsKey("PATH");
    assertThat(details.layers()).hasSizeGreaterThan(1).allMatch(each -> each.size() != null);
  }

  @Test
  void a_commit_of_a_container_with_secrets_says_that_the_image_has_them() {
    Container box =
        live.session()
            .start(
                Live.sleeper()
                    .withSecret("db_password", FileContent.text("hush"))
                    .withFile("/plain", FileContent.text("x")));
    List<String> said = new ArrayList<>();
    Image image = saying(said, box::commit);
    assertThat(said)
        .containsExactly(
            "The image of "
                + box.name()
                + " has the secrets of its container: [/run/secrets/db_password]. Remove these"
                + " files before, or push it nowhere.");
    ContainerSpec look =
        ContainerSpec.of(image.name()).withCommand("cat", "/run/secrets/db_password");
    assertThat(live.session().run(look).stdout()).isEqualTo("hush");
  }
}
