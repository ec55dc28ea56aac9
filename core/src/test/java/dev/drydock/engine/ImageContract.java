package dev.drydock.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drydock.model.ContainerPort;
import dev.drydock.model.DataSize;
import dev.drydock.model.EngineException;
import dev.drydock.model.ImageException;
import dev.drydock.model.ImageName;
import dev.drydock.model.image.ImageDetails;
import dev.drydock.model.image.ImageLayer;
import dev.drydock.spec.ContainerSpec;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.Test;

/** What every engine must do with images. */
public abstract class ImageContract extends KilledContract {

  /** An image of busybox with one more file, and this contract's labels. */
  protected final ImageName committed() {
    String id = start(sleeper().withEnv("MADE_BY", "contract"));
    sh(id, "head -c 100000 /dev/zero >/made");
    ImageName name = ImageName.parse(freshName());
    engine.images().commit(id, name, labels);
    return name;
  }

  @Test
  void a_committed_image_has_the_files_and_labels_of_its_container_and_is_found() {
    ImageName name = committed();
    String id = start(sleeper().withImage(name));
    assertThat(sh(id, "wc -c </made")).isEqualTo("100000");
    assertThat(engine.find(labels))
        .filteredOn(each -> each.kind() == Leftover.Kind.IMAGE)
        .singleElement()
        .satisfies(
            each -> {
              assertThat(each.labels()).containsAllEntriesOf(labels);
              assertThat(each.name()).contains(name.repository());
            });
  }

  @Test
  void an_image_tells_its_layers_config_and_history() {
    ImageDetails base = engine.images().details(IMAGE);
    ImageDetails details = engine.images().details(committed().toString());
    assertThat(details.id()).isEqualTo(engine.images().inspect(details.names().get(0)).id());
    assertThat(details.layers()).hasSize(base.layers().size() + 1);
    assertThat(details.layers().subList(0, base.layers().size()))
        .extracting(ImageLayer::digest)
        .containsExactlyElementsOf(base.layers().stream().map(ImageLayer::digest).toList());
    assertThat(details.size()).isGreaterThan(base.size());
    assertThat(details.created()).isAfter(base.created());
    assertThat(details.platform().system()).isEqualTo("linux");
    assertThat(details.config().env()).containsEntry("MADE_BY", "contract");
    assertThat(details.config().command()).containsExactly("sleep", "1000");
    assertThat(details.config().labels()).containsAllEntriesOf(labels);
    assertThat(details.history()).hasSizeGreaterThan(base.history().size());
    assertThat(details.history().get(details.history().size() - 1).size())
        .isGreaterThanOrEqualTo(DataSize.ofBytes(100_000));
  }

  @Test
  void an_image_has_the_names_it_was_given_until_the_last_is_removed() {
    ImageName first = committed();
    ImageName second = ImageName.parse(freshName() + ":two");
    engine.images().tag(first.toString(), second);
    String id = engine.images().inspect(first).id();
    assertThat(engine.images().inspect(second).id()).isEqualTo(id);
    assertThat(engine.images().details(id).names()).hasSize(2);
    engine.images().remove(first.toString());
    assertThat(engine.images().inspect(second).id()).isEqualTo(id);
    engine.images().remove(second.toString());
    engine.images().remove(second.toString());
    assertThatThrownBy(() -> engine.images().details(id))
        .isInstanceOfSatisfying(
            ImageException.class,
            e -> assertThat(e.reason()).isEqualTo(ImageException.Reason.NOT_FOUND))
        .hasMessageContaining("does not have image " + id);
  }

  @Test
  void an_image_that_a_container_uses_is_not_removed() {
    ImageName name = committed();
    start(sleeper().withImage(name));
    assertThatThrownBy(() -> engine.images().remove(name.toString()))
        .isInstanceOfSatisfying(EngineException.class, e -> assertThat(e.status()).isEqualTo(409));
  }

  @Test
  void a_saved_image_is_an_archive_with_its_name() throws IOException {
    ImageName name = committed();
    ByteArrayOutputStream archive = new ByteArrayOutputStream();
    engine.images().save(List.of(name.toString()), archive);
    List<String> entries = new ArrayList<>();
    try (TarArchiveInputStream tar =
        new TarArchiveInputStream(new ByteArrayInputStream(archive.toByteArray()))) {
      for (var each = tar.getNextEntry(); each != null; each = tar.getNextEntry()) {
        entries.add(each.getName());
        if (each.getName().equals("manifest.json")) {
          assertThat(new String(tar.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8))
              .contains(name.repository() + ":latest");
        }
      }
    }
    assertThat(entries).contains("manifest.json");
  }

  @Test
  void what_was_pushed_can_be_pulled_by_its_digest() throws IOException {
    int port = freePort();
    ContainerPort ours = ContainerPort.tcp(5000);
    String registry =
        start(ContainerSpec.of("drydock-test/registry:2").withFixedPort(port, ours.number()));
    awaitPort(engine.containers().inspect(registry), ours);
    ImageName made = committed();
    ImageName name = ImageName.parse("127.0.0.1:" + port + "/" + freshName() + ":1");
    engine.images().tag(made.toString(), name);
    String digest = engine.images().push(name, null, progress -> {});
    engine.images().remove(name.toString());
    engine.images().remove(made.toString());
    ImageName pushed = name.withoutTag().withDigest(digest);
    assertThatThrownBy(() -> engine.images().inspect(pushed)).isInstanceOf(ImageException.class);
    engine.images().pull(pushed, null, null, progress -> {});
    try {
      String id = start(sleeper().withImage(pushed));
      assertThat(sh(id, "wc -c </made")).isEqualTo("100000");
      engine.containers().remove(id);
    } finally {
      engine.images().remove(pushed.toString());
    }
  }

  @Test
  void what_is_not_there_is_neither_tagged_nor_saved() {
    assertThatThrownBy(
            () -> engine.images().tag("drydock-test/absent:9", ImageName.parse(freshName())))
        .isInstanceOf(ImageException.class)
        .hasMessageContaining("does not have image drydock-test/absent:9");
    assertThatThrownBy(
            () ->
                engine.images().save(List.of("drydock-test/absent:9"), new ByteArrayOutputStream()))
        .isInstanceOf(ImageException.class)
        .hasMessageContaining("does not have image drydock-test/absent:9");
  }
}
