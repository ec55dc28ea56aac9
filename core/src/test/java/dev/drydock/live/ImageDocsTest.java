package dev.drydock.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drydock.model.image.BuildStep;
import dev.drydock.model.image.ImageDetails;
import dev.drydock.model.image.ImageLayer;
import dev.drydock.runtime.BuiltImage;
import dev.drydock.runtime.Container;
import dev.drydock.runtime.Image;
import dev.drydock.runtime.Session;
import dev.drydock.spec.ContainerSpec;
import dev.drydock.spec.image.ImageSource;
import dev.drydock.spec.image.ImageSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The recipes of docs/images.md, run as they stand there. */
@Tag("engine")
@Timeout(120)
class ImageDocsTest {

  @RegisterExtension private final Live live = new Live();
  @TempDir private Path directory;

  private Session session;

  @BeforeEach
  void open() {
    session = live.session();
  }

  @Test
  void build() throws IOException {
    Path shop = Files.createDirectories(directory.resolve("shop"));
    Files.writeString(
        shop.resolve("Dockerfile"),
        "FROM drydock-test/busybox:1\nARG VERSION\nRUN echo $VERSION >/version\n");
    String version = UUID.randomUUID().toString();
    // docs: build
    ImageSpec spec = ImageSpec.context(shop).withBuildArg("VERSION", version);
    BuiltImage image = session.image(spec);
    assertThat(image.wasBuilt()).isTrue();
    assertThat(session.image(spec).wasBuilt()).isFalse();

    ContainerSpec app = ContainerSpec.of(spec).withCommand("cat", "/version");
    assertThat(session.run(app).stdout()).isEqualTo(version + "\n");
    // docs: end
    image.remove();
  }

  @Test
  void steps() throws IOException {
    String once = UUID.randomUUID().toString();
    Files.writeString(
        directory.resolve("Dockerfile"),
        "FROM drydock-test/busybox:1\nRUN echo " + once + " >/a\nRUN echo b >/b\n");
    ImageSpec spec = ImageSpec.context(directory).withoutCache();
    // docs: steps
    BuiltImage image = session.image(spec);
    for (BuildStep step : image.steps()) {
      ImageLayer layer = step.layer();
      System.getLogger("build")
          .log(
              System.Logger.Level.INFO,
              "{0}: {1}, {2}, {3}",
              step.instruction(),
              step.cached() ? "from the cache" : step.duration(),
              layer == null ? "no layer" : layer.digest(),
              layer == null ? "" : layer.size());
    }
    // docs: end
    assertThat(image.steps()).hasSizeGreaterThanOrEqualTo(2);
  }

  @Test
  void details() {
    // docs: details
    Image image = session.image("nginx:1.27");
    ImageDetails details = image.details();
    assertThat(details.config().command()).containsExactly("nginx", "-g", "daemon off;");
    assertThat(details.layers()).isNotEmpty();
    assertThat(details.history().get(details.history().size() - 1).instruction()).isNotEmpty();
    // docs: end
  }

  @Test
  void commit() {
    Path file = directory.resolve("seeded.tar");
    // docs: commit
    Container box = session.start(ContainerSpec.of("busybox:1").withCommand("sleep", "1000"));
    box.exec("sh", "-c", "echo seeded >/data");
    Image seeded = box.commit();
    seeded.tag("shop-data:seeded").save(file);
    seeded.remove();
    // docs: end
    // docs: archive
    Image loaded = session.image(ImageSource.archive(file));
    ContainerSpec reader = ContainerSpec.of(loaded.name()).withCommand("cat", "/data");
    assertThat(session.run(reader).stdout()).isEqualTo("seeded\n");
    // docs: end
  }

  @Test
  void root() throws IOException {
    Path root = Files.createDirectories(directory.resolve("root"));
    Path busybox = Files.createDirectories(root.resolve("bin")).resolve("busybox");
    session.start(Live.sleeper()).copyOut("/bin/busybox", busybox);
    // docs: root
    Image image =
        session.image(
            ImageSource.rootFileSystem(root).with("CMD [\"/bin/busybox\", \"echo\", \"up\"]"));
    assertThat(session.run(ContainerSpec.of(image.name())).stdout()).isEqualTo("up\n");
    // docs: end
  }
}
