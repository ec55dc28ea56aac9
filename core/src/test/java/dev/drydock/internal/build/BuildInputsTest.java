package dev.drydock.internal.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drydock.engine.BuildPlan;
import dev.drydock.engine.ContextEntry;
import dev.drydock.model.ImageException;
import dev.drydock.model.ImageName;
import dev.drydock.model.Platform;
import dev.drydock.spec.FileContent;
import dev.drydock.spec.image.ImageSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BuildInputsTest {

  private static final Platform HERE = Platform.parse("linux/amd64");

  @TempDir Path context;

  /** What the builder is given when each of these images is another one. */
  private String given(Map<String, String> instead, String... lines) throws IOException {
    Files.writeString(context.resolve("Dockerfile"), String.join("\n", lines) + "\n");
    BuildInputs inputs =
        BuildInputs.read(
            ImageSpec.context(context),
            named -> ImageName.parse(instead.getOrDefault(named.toString(), named.toString())),
            () -> HERE);
    BuildPlan plan = inputs.plan(ImageName.parse("x:1"), Map.of(), () -> {});
    ContextEntry file =
        plan.context().stream()
            .filter(each -> each.path().equals(plan.dockerfile()))
            .findFirst()
            .orElseThrow();
    FileContent content = file.content();
    return content == null
        ? Files.readString(file.file())
        : new String(content.open().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
  }

  @Test
  void another_image_takes_the_place_of_a_whole_word_only() throws IOException {
    assertThat(
            given(
                Map.of("jdk:17", "mirror/jdk:17", "jdk:17-jre", "mirror/jdk:17-jre"),
                "FROM jdk:17 AS build",
                "FROM jdk:17-jre",
                "COPY --from=build /a /a"))
        .isEqualTo(
            "FROM mirror/jdk:17 AS build\nFROM mirror/jdk:17-jre\nCOPY --from=build /a /a\n");
  }

  @Test
  void a_stage_that_is_called_like_an_image_stays_a_stage() throws IOException {
    assertThat(
            given(
                Map.of("node", "mirror/node"),
                "FROM node AS node",
                "FROM busybox:1",
                "COPY --from=node /a /a"))
        .isEqualTo("FROM mirror/node AS node\nFROM busybox:1\nCOPY --from=node /a /a\n");
  }

  @Test
  void an_image_behind_a_variable_or_on_a_second_line_is_replaced_too() throws IOException {
    assertThat(
            given(
                Map.of("base:1", "mirror/base:1"),
                "ARG BASE=base:1",
                "FROM ${BASE} AS one",
                "FROM \\",
                "  base:1"))
        .isEqualTo("ARG BASE=base:1\nFROM mirror/base:1 AS one\nFROM \\\n  mirror/base:1\n")
        .doesNotContain("${BASE}");
  }

  @Test
  void what_a_command_mounts_is_an_image_of_the_build() throws IOException {
    assertThat(
            given(
                Map.of("tools:1", "mirror/tools:1", "more:2", "mirror/more:2"),
                "FROM busybox:1",
                "RUN --mount=type=bind,from=tools:1,target=/t --mount=from=more:2,target=/m true",
                "COPY --from=tools:1 /a /a"))
        .isEqualTo(
            "FROM busybox:1\n"
                + "RUN --mount=type=bind,from=mirror/tools:1,target=/t"
                + " --mount=from=mirror/more:2,target=/m true\n"
                + "COPY --from=mirror/tools:1 /a /a\n");
  }

  private String hash(ImageSpec spec) {
    return BuildInputs.read(spec, named -> named, () -> HERE).hash(Map.of(), new FileHashes());
  }

  @Test
  void no_two_sets_of_arguments_labels_or_hosts_hash_alike() throws IOException {
    Files.writeString(context.resolve("Dockerfile"), "FROM busybox:1\n");
    ImageSpec plain = ImageSpec.context(context);
    assertThat(
            List.of(
                hash(plain),
                hash(plain.withBuildArg("A", "1, B=2")),
                hash(plain.withBuildArg("A", "1").withBuildArg("B", "2")),
                hash(plain.withLabel("A", "1")),
                hash(plain.withExtraHost("A", "1"))))
        .doesNotHaveDuplicates();
  }

  @Test
  void a_file_that_is_added_has_the_mode_that_was_said() throws IOException {
    Files.writeString(context.resolve("Dockerfile"), "FROM busybox:1\nCOPY tool /tool\n");
    Path tool = Files.writeString(context.resolve("tool"), "x");
    BuildInputs inputs =
        BuildInputs.read(
            ImageSpec.context(context).withFile("tool", FileContent.path(tool).withMode(0711)),
            named -> named,
            () -> HERE);
    assertThat(inputs.plan(ImageName.parse("x:1"), Map.of(), () -> {}).context())
        .filteredOn(each -> each.path().equals("tool"))
        .extracting(ContextEntry::mode)
        .containsExactly(0711);
  }

  private void refused(ImageSpec spec, String message) {
    assertThatThrownBy(() -> BuildInputs.read(spec, named -> named, () -> HERE))
        .isInstanceOf(ImageException.class)
        .extracting(thrown -> thrown.getMessage().replace(context.toString(), "<dir>"))
        .isEqualTo(message);
  }

  @Test
  void a_file_that_lies_over_a_directory_of_the_context_is_told() throws IOException {
    Files.writeString(context.resolve("Dockerfile"), "FROM busybox:1\nCOPY . /all\n");
    Files.writeString(Files.createDirectories(context.resolve("conf")).resolve("a"), "a");
    refused(
        ImageSpec.context(context).withFile("conf", FileContent.text("x")),
        """
        The image of <dir>/Dockerfile could not be built: conf is a directory in its context, and \
        is to be a file too.
          Added:      conf, of 1 bytes
          Hint:       give what is added another path, or hide in .dockerignore what the directory \
        has there""");
  }

  @Test
  void a_file_that_lies_below_a_link_or_a_file_of_the_context_is_told() throws IOException {
    Files.writeString(context.resolve("Dockerfile"), "FROM busybox:1\nCOPY . /all\n");
    Files.createDirectories(context.resolve("real"));
    Files.createSymbolicLink(context.resolve("link"), Path.of("real"));
    refused(
        ImageSpec.context(context).withFile("link/a", FileContent.text("x")),
        """
        The image of <dir>/Dockerfile could not be built: link is a link in its context, and there \
        is to be something below it.
          Added:      link/a, of 1 bytes
          Hint:       give what is added another path, or hide in .dockerignore what the directory \
        has there""");
    refused(
        ImageSpec.context(context).withFile("Dockerfile/a", FileContent.text("x")),
        """
        The image of <dir>/Dockerfile could not be built: Dockerfile is a file in its context, and \
        there is to be something below it.
          Added:      Dockerfile/a, of 1 bytes
          Hint:       give what is added another path, or hide in .dockerignore what the directory \
        has there""");
  }

  @Test
  void a_platform_in_the_name_of_an_image_is_written_out_for_builders_that_do_not_know_it()
      throws IOException {
    assertThat(
            given(
                Map.of(),
                "ARG BASE=base:${TARGETARCH}",
                "FROM --platform=$BUILDPLATFORM ${BASE} AS build",
                "FROM other:$TARGETOS-${TARGETVARIANT:-none}",
                "ARG TARGETARCH",
                "RUN echo $TARGETARCH"))
        .isEqualTo(
            "ARG BASE=base:${TARGETARCH}\n"
                + "FROM --platform=linux/amd64 base:amd64 AS build\n"
                + "FROM other:linux-none\n"
                + "ARG TARGETARCH\n"
                + "RUN echo $TARGETARCH\n");
  }

  @Test
  void a_platform_that_is_declared_or_given_is_that() throws IOException {
    Files.writeString(
        context.resolve("Dockerfile"),
        "ARG TARGETARCH=mine\nFROM base:$TARGETARCH-$TARGETOS-$BUILDARCH\n");
    List<ImageName> bases = new ArrayList<>();
    BuildInputs.read(
        ImageSpec.context(context)
            .withBuildArg("TARGETOS", "given")
            .withPlatform(Platform.parse("linux/arm64")),
        named -> {
          bases.add(named);
          return named;
        },
        () -> HERE);
    assertThat(bases).containsExactly(ImageName.parse("base:mine-given-amd64"));
  }
}
