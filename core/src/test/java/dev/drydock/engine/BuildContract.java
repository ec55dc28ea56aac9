package dev.drydock.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drydock.model.ImageException;
import dev.drydock.model.ImageName;
import dev.drydock.model.Platform;
import dev.drydock.model.image.BuildStep;
import dev.drydock.spec.FileContent;
import dev.drydock.spec.image.Dockerfile;
import dev.drydock.spec.image.ImageSpec;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** What every engine must do with images that this machine brings: build, load, import. */
public abstract class BuildContract extends ImageContract {

  private static ContextEntry file(String path, String text) {
    return new ContextEntry(
        path, ContextEntry.Kind.FILE, 0644, -1, 0, "", null, FileContent.text(text));
  }

  private BuildPlan buildPlan(ImageSpec spec, ContextEntry... more) {
    List<ContextEntry> context = new ArrayList<>(List.of(more));
    context.add(file("Dockerfile", String.valueOf(spec.text())));
    ImageName name = ImageName.parse(freshName()).withTag("latest");
    return new BuildPlan(name, labels, context, "Dockerfile", "", "", spec, () -> {});
  }

  @Test
  void an_image_is_built_of_a_context_and_tells_its_steps() {
    String once = UUID.randomUUID().toString();
    ImageSpec spec =
        ImageSpec.of(
                Dockerfile.from(IMAGE)
                    .arg("WHOM")
                    .copy("greeting", "/greeting")
                    .run("echo \"$(cat /greeting) $WHOM\" >/said")
                    .command("sleep", "1000"))
            .withBuildArg("WHOM", once);
    List<String> log = new CopyOnWriteArrayList<>();
    BuildPlan plan = buildPlan(spec, file("greeting", "hello"));
    BuildOutcome outcome = engine.images().build(plan, log::add);
    assertThat(outcome.error()).isEmpty();
    assertThat(outcome.imageId()).isEqualTo(engine.images().inspect(plan.name()).id());
    List<BuildStep> run =
        outcome.steps().stream().filter(each -> each.instruction().startsWith("RUN")).toList();
    assertThat(run).hasSize(1);
    assertThat(run.get(0).cached()).isFalse();
    assertThat(run.get(0).layer()).describedAs(String.valueOf(log)).isNotNull();
    assertThat(run.get(0).layer().size().bytes()).isBetween(1L, 10_000L);
    assertThat(log).anyMatch(line -> line.contains("RUN echo"));
    String id = start(sleeper().withImage(plan.name()));
    assertThat(sh(id, "cat /said")).isEqualTo("hello " + once);
    assertThat(engine.find(labels))
        .extracting(Leftover::kind)
        .containsExactlyInAnyOrder(Leftover.Kind.CONTAINER, Leftover.Kind.IMAGE);
  }

  @Test
  void a_step_that_fails_is_told_with_what_it_wrote() {
    ImageSpec spec =
        ImageSpec.of(Dockerfile.from(IMAGE).run("echo so far", "echo so bad >&2", "exit 9"));
    BuildOutcome outcome = engine.images().build(buildPlan(spec), line -> {});
    assertThat(outcome.imageId()).isNull();
    assertThat(outcome.failedStep()).startsWith("RUN echo so far");
    assertThat(outcome.output()).contains("so far", "so bad");
    assertThat(outcome.error()).contains("9");
  }

  @Test
  void a_large_context_goes_up_while_the_answer_comes_down() throws IOException {
    Path large = directory.resolve("large");
    byte[] block = new byte[1024 * 1024];
    try (OutputStream out = Files.newOutputStream(large)) {
      for (int i = 0; i < 30; i++) {
        out.write(block);
      }
    }
    ContextEntry entry =
        new ContextEntry(
            "large", ContextEntry.Kind.FILE, 0644, Files.size(large), 0, "", large, null);
    ImageSpec spec = ImageSpec.of(Dockerfile.from(IMAGE).copy("large", "/large"));
    BuildPlan plan = buildPlan(spec, entry);
    assertThat(engine.images().build(plan, line -> {}).error()).isEmpty();
    String id = start(sleeper().withImage(plan.name()));
    assertThat(sh(id, "wc -c </large")).isEqualTo(Integer.toString(30 * 1024 * 1024));
  }

  @Test
  void a_file_that_is_gone_when_it_is_sent_is_told() {
    Path gone = directory.resolve("gone");
    ContextEntry entry =
        new ContextEntry("gone", ContextEntry.Kind.FILE, 0644, 5, 0, "", gone, null);
    ImageSpec spec = ImageSpec.of(Dockerfile.from(IMAGE).copy("gone", "/gone"));
    assertThatThrownBy(() -> engine.images().build(buildPlan(spec, entry), line -> {}))
        .isInstanceOf(ImageException.class)
        .hasMessageStartingWith(gone + " cannot be read to send it to the builder");
  }

  @Test
  void what_was_saved_and_removed_can_be_loaded() throws IOException {
    ImageName name = committed();
    Path archive = directory.resolve("image.tar");
    try (OutputStream out = Files.newOutputStream(archive)) {
      engine.images().save(List.of(name.toString()), out);
    }
    engine.images().remove(name.toString());
    assertThat(engine.images().archived(archive))
        .singleElement()
        .satisfies(
            each ->
                assertThat(each.names().get(0).toString()).endsWith(name.repository() + ":latest"));
    assertThat(engine.images().load(archive)).hasSize(1);
    assertThat(engine.images().details(name.toString()).config().labels())
        .containsAllEntriesOf(labels);
  }

  @Test
  void an_image_is_made_of_a_root_file_system() {
    ImageName name = ImageName.parse(freshName()).withTag("latest");
    RootPlan plan =
        new RootPlan(
            name,
            labels,
            List.of("ENV SAID=\"hello world\"", "CMD [\"/hello\"]"),
            null,
            List.of(
                new ContextEntry("etc", ContextEntry.Kind.DIRECTORY, 0755, 0, 0, "", null, null),
                file("etc/hello", "hello")));
    String id = engine.images().importRoot(plan);
    assertThat(engine.images().details(name.toString()))
        .satisfies(
            each -> {
              assertThat(each.id()).isEqualTo(id);
              assertThat(each.layers()).hasSize(1);
              assertThat(each.config().env()).containsEntry("SAID", "hello world");
              assertThat(each.config().command()).containsExactly("/hello");
              assertThat(each.config().labels()).containsAllEntriesOf(labels);
            });
    assertThat(engine.images().list("dev.drydock.test")).extracting(ImageSummary::id).contains(id);
  }

  @Test
  void a_build_has_the_labels_that_it_was_given() {
    ImageSpec spec = ImageSpec.of(Dockerfile.from(IMAGE).label("of", "the file"));
    BuildPlan plan = buildPlan(spec);
    assertThat(engine.images().build(plan, line -> {}).error()).isEmpty();
    assertThat(engine.images().details(plan.name().toString()).config().labels())
        .containsAllEntriesOf(labels)
        .containsAllEntriesOf(Map.of("of", "the file"));
  }

  /** Nothing of it runs, so that any processor will do. */
  @Test
  void an_image_is_built_for_another_processor() {
    Platform other = Platform.parse("linux/s390x");
    ImageSpec spec =
        ImageSpec.of(Dockerfile.from("scratch").copy("greeting", "/greeting")).withPlatform(other);
    BuildPlan plan = buildPlan(spec, file("greeting", "hello"));
    assertThat(engine.images().build(plan, line -> {}).error()).isEmpty();
    assertThat(engine.images().details(plan.name().toString()).platform()).isEqualTo(other);
  }
}
