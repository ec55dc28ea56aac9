package dev.drydock.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.drydock.Drydock;
import dev.drydock.engine.Engine;
import dev.drydock.engine.EngineAddress;
import dev.drydock.model.ExecResult;
import dev.drydock.model.ImageException;
import dev.drydock.model.ImageName;
import dev.drydock.model.Platform;
import dev.drydock.model.image.BuildStep;
import dev.drydock.model.image.ImageLayer;
import dev.drydock.runtime.BuiltImage;
import dev.drydock.runtime.Session;
import dev.drydock.spec.ContainerSpec;
import dev.drydock.spec.FileContent;
import dev.drydock.spec.image.Dockerfile;
import dev.drydock.spec.image.ImageSpec;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.StandardProtocolFamily;
import java.net.URL;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Tag("engine")
@Timeout(120)
class ImageBuildTest {

  /** Who builds. */
  enum Builder {
    BUILDKIT,
    CLASSIC;

    ImageSpec of(ImageSpec spec) {
      return this == CLASSIC ? spec.withClassicBuilder() : spec;
    }
  }

  @RegisterExtension private final Live live = new Live();
  @TempDir private Path directory;

  /** Makes each test's builds its own. */
  private final String once = UUID.randomUUID().toString();

  private Engine engine;

  @BeforeEach
  void connect() throws IOException {
    engine = Live.engine();
    directory = directory.toRealPath();
  }

  @AfterEach
  void disconnect() {
    engine.close();
  }

  private void write(String path, String text) throws IOException {
    Path file = directory.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  /** An image of the test's directory, which goes with the session. */
  private ImageSpec context(String... lines) throws IOException {
    write("Dockerfile", String.join("\n", lines) + "\n");
    return ImageSpec.context(directory).withoutCache();
  }

  private String output(BuiltImage image, String line) {
    ExecResult result =
        live.session().run(ContainerSpec.of(image.name()).withCommand("sh", "-c", line));
    assertThat(result.stderr()).isEmpty();
    return result.stdout().strip();
  }

  /** The message of a failure, with the directory's name taken out. */
  private String failure(ImageSpec spec) {
    Throwable thrown = catchThrowable(() -> live.session().image(spec));
    assertThat(thrown).isInstanceOf(ImageException.class);
    return Live.normal(thrown).replace(directory.toString(), "<dir>");
  }

  @ParameterizedTest
  @EnumSource
  void a_dockerfile_and_its_context_become_an_image(Builder builder) throws IOException {
    write("sub/hello.txt", "hello");
    BuiltImage image =
        live.session()
            .image(
                builder
                    .of(
                        context(
                            "FROM drydock-test/busybox:1",
                            "ARG GREETED=nobody",
                            "COPY sub /sub",
                            "RUN echo \"$(cat /sub/hello.txt) $GREETED\" >/said"))
                    .withBuildArg("GREETED", "world")
                    .withLabel("of", once));
    assertThat(output(image, "cat /said")).isEqualTo("hello world");
    assertThat(image.details().config().labels())
        .containsEntry("of", once)
        .containsKey("dev.drydock.session");
    live.session().close();
    assertThat(Live.has(engine, image.name())).isFalse();
  }

  @ParameterizedTest
  @EnumSource
  void each_step_tells_its_layer_time_and_cache(Builder builder) throws IOException {
    write("a", once);
    BuiltImage image =
        live.session()
            .image(
                builder.of(
                    context(
                        "FROM drydock-test/busybox:1",
                        "COPY a /a",
                        "RUN head -c 50000 /dev/zero >/zeros",
                        "CMD [\"true\"]")));
    List<BuildStep> steps = new ArrayList<>(image.steps());
    steps.removeIf(each -> each.layer() == null);
    assertThat(steps)
        .extracting(each -> each.instruction().split(" ", 2)[0])
        .containsExactly("COPY", "RUN");
    assertThat(steps).noneMatch(BuildStep::cached);
    assertThat(steps).allMatch(each -> each.duration().compareTo(Duration.ZERO) > 0);
    List<ImageLayer> layers = image.details().layers();
    assertThat(steps)
        .extracting(each -> each.layer().digest())
        .containsExactlyElementsOf(
            layers.subList(layers.size() - 2, layers.size()).stream()
                .map(ImageLayer::digest)
                .toList());
    assertThat(steps.get(0).layer().size().bytes()).isEqualTo(once.length());
    assertThat(steps.get(1).layer().size().bytes()).isEqualTo(50_000);
  }

  /** Nine containers are run, for which a busy machine needs minutes. */
  @ParameterizedTest
  @EnumSource
  @Timeout(300)
  void changing_the_nth_instruction_keeps_every_layer_before_it(Builder builder)
      throws IOException {
    int count = 3;
    List<String> before = layers(builder, count, 0);
    for (int changed = count; changed >= 1; changed--) {
      BuiltImage image = live.session().image(builder.of(numbered(count, changed)));
      List<BuildStep> steps = new ArrayList<>(image.steps());
      steps.removeIf(each -> each.layer() == null);
      List<String> after = steps.stream().map(each -> each.layer().digest()).toList();
      assertThat(after).hasSize(count);
      assertThat(after.subList(0, changed - 1)).isEqualTo(before.subList(0, changed - 1));
      assertThat(after.get(changed - 1)).isNotEqualTo(before.get(changed - 1));
      assertThat(steps.subList(0, changed - 1)).allMatch(BuildStep::cached);
      assertThat(steps.subList(changed - 1, count)).noneMatch(BuildStep::cached);
    }
  }

  private List<String> layers(Builder builder, int count, int changed) throws IOException {
    return live.session().image(builder.of(numbered(count, changed))).steps().stream()
        .filter(each -> each.layer() != null)
        .map(each -> each.layer().digest())
        .toList();
  }

  private ImageSpec numbered(int count, int changed) throws IOException {
    List<String> lines = new ArrayList<>(List.of("FROM drydock-test/busybox:1"));
    for (int i = 1; i <= count; i++) {
      lines.add("RUN echo " + once + i + (i == changed ? "changed" : "") + " >/step-" + i);
    }
    return context(lines.toArray(new String[0]));
  }

  @ParameterizedTest
  @EnumSource
  void a_stage_is_the_target_and_the_steps_of_others_have_no_layer(Builder builder)
      throws IOException {
    ImageSpec spec =
        builder.of(
            context(
                "FROM drydock-test/busybox:1 AS build",
                "RUN echo made " + once + " >/made",
                "FROM drydock-test/busybox:1 AS run",
                "COPY --from=build /made /made",
                "FROM run AS broken",
                "RUN false"));
    BuiltImage image = live.session().image(spec.withTarget("run"));
    assertThat(output(image, "cat /made")).isEqualTo("made " + once);
    assertThat(image.steps())
        .filteredOn(each -> !each.instruction().startsWith("FROM"))
        .extracting(each -> each.stage() + ": " + (each.layer() != null))
        .containsExactly("build: false", "run: true");
  }

  @ParameterizedTest
  @EnumSource
  void what_the_dockerignore_hides_is_not_copied(Builder builder) throws IOException {
    write("keep/a.txt", "a");
    write("keep/b.log", "b");
    write("drop/c.txt", "c");
    write("drop/kept/d.txt", "d");
    write(".dockerignore", "**/*.log\ndrop\n!drop/kept\n.dockerignore\nDockerfile\n");
    BuiltImage image =
        live.session().image(builder.of(context("FROM drydock-test/busybox:1", "COPY . /all")));
    String files = output(image, "cd /all && find . -type f | sort | tr '\\n' ' '").strip();
    // BuildKit is given the Dockerfile within the context, and copies it with the rest.
    assertThat(files.replace("./Dockerfile ", "").replace("./.dockerignore ", ""))
        .isEqualTo("./drop/kept/d.txt ./keep/a.txt");
    if (builder == Builder.CLASSIC) {
      assertThat(files).doesNotContain("ocker");
    }
  }

  @Test
  void the_ignore_file_of_a_dockerfile_counts_instead_of_the_contexts() throws IOException {
    write(".dockerignore", "*");
    write("docker/app.Dockerfile", "FROM drydock-test/busybox:1\nCOPY . /all\n");
    write("docker/app.Dockerfile.dockerignore", "no.txt\n");
    write("yes.txt", "");
    write("no.txt", "");
    BuiltImage image =
        live.session()
            .image(
                ImageSpec.dockerfile(directory.resolve("docker/app.Dockerfile"))
                    .withContext(directory)
                    .withoutCache());
    assertThat(output(image, "ls /all")).contains("yes.txt").doesNotContain("no.txt");
  }

  @ParameterizedTest
  @EnumSource
  void modes_links_and_long_names_come_through(Builder builder) throws IOException {
    write("run.sh", "#!/bin/sh\necho ran\n");
    assertThat(directory.resolve("run.sh").toFile().setExecutable(true)).isTrue();
    Files.createSymbolicLink(directory.resolve("link"), Path.of("run.sh"));
    String deep = "d".repeat(60) + "/" + "e".repeat(60) + "/" + "f".repeat(60);
    write(deep, "deep");
    BuiltImage image =
        live.session().image(builder.of(context("FROM drydock-test/busybox:1", "COPY . /all")));
    assertThat(output(image, "/all/link; readlink /all/link; cat /all/" + deep))
        .isEqualTo("ran\nrun.sh\ndeep");
  }

  @ParameterizedTest
  @EnumSource
  void a_dockerfile_in_java_copies_what_it_is_given(Builder builder) {
    // docs: java
    ImageSpec spec =
        ImageSpec.of(
                Dockerfile.from("busybox:1")
                    .env("GREETING", "hello \"you\"")
                    .workingDirectory("/srv")
                    .copy("index.html", "/srv/")
                    .run("echo built >log", "chmod 600 log")
                    .expose(80)
                    .command("httpd", "-f", "-p", "80"))
            .withFile("index.html", FileContent.text("hello"));
    // docs: end
    BuiltImage image = live.session().image(builder.of(spec).withoutCache());
    assertThat(output(image, "cat index.html; cat log; echo \"$GREETING\"; pwd"))
        .isEqualTo("hellobuilt\nhello \"you\"\n/srv");
    assertThat(image.details().config().command()).containsExactly("httpd", "-f", "-p", "80");
  }

  @ParameterizedTest
  @EnumSource
  void a_dockerfile_in_java_copies_from_an_earlier_stage_and_from_an_image(Builder builder) {
    ImageSpec spec =
        ImageSpec.of(
            Dockerfile.from(Live.BUSYBOX, "build")
                .run("mkdir /made", "echo " + once + " >/made/note")
                .thenFrom(Live.BUSYBOX, null)
                .copyFrom("build", "/made", "/srv")
                .copyFrom("drydock-test/nginx:1.22", "/etc/nginx/nginx.conf", "/nginx.conf")
                .runProgram("touch", "/srv/a \"b\""));
    BuiltImage image = live.session().image(builder.of(spec).withoutCache());
    assertThat(output(image, "cat /srv/note; ls /srv; test -s /nginx.conf && echo there"))
        .isEqualTo(once + "\na \"b\"\nnote\nthere");
  }

  @Test
  void a_container_can_be_made_of_what_is_yet_to_be_built() throws IOException {
    ImageSpec spec = context("FROM drydock-test/busybox:1", "RUN echo " + once + " >/id");
    ExecResult result = live.session().run(ContainerSpec.of(spec).withCommand("cat", "/id"));
    assertThat(result.stdout()).isEqualTo(once + "\n");
  }

  private List<BuildStep> runs(ImageSpec spec) {
    return live.session().image(spec).steps().stream()
        .filter(each -> each.instruction().startsWith("RUN"))
        .toList();
  }

  @ParameterizedTest
  @EnumSource
  void every_step_is_carried_out_where_that_is_said(Builder builder) throws IOException {
    ImageSpec spec =
        builder.of(context("FROM drydock-test/busybox:1", "RUN echo " + once + " >/id"));
    assertThat(runs(spec)).hasSize(1).noneMatch(BuildStep::cached);
    assertThat(runs(spec)).hasSize(1).allMatch(BuildStep::cached);
    assertThat(runs(spec.withEveryStep())).hasSize(1).noneMatch(BuildStep::cached);
  }

  /** The classic builder takes from these images only, once some are named. */
  @Test
  void layers_are_taken_over_from_the_images_that_are_named() throws IOException {
    ImageSpec spec =
        context("FROM drydock-test/busybox:1", "RUN echo " + once + " >/id").withClassicBuilder();
    BuiltImage first = live.session().image(spec);
    assertThat(runs(spec.withCacheFrom(ImageName.parse("drydock-test/nginx:1.22"))))
        .noneMatch(BuildStep::cached);
    assertThat(runs(spec.withCacheFrom(first.name()))).hasSize(1).allMatch(BuildStep::cached);
  }

  @ParameterizedTest
  @EnumSource
  void an_image_is_built_for_the_platform_that_is_named(Builder builder) throws IOException {
    Platform own = Platform.parse("linux/" + Platform.architecture(System.getProperty("os.arch")));
    ImageSpec spec =
        builder.of(context("FROM drydock-test/busybox:1", "RUN echo " + once + " >/id"));
    assertThat(live.session().image(spec.withPlatform(own)).details().platform()).isEqualTo(own);
  }

  @Test
  void an_image_is_built_for_another_processor_whose_programs_need_not_run() throws IOException {
    Platform other = Platform.parse("linux/s390x");
    ImageSpec spec = context("FROM scratch", "COPY Dockerfile /" + once).withPlatform(other);
    assertThat(live.session().image(spec).details().platform()).isEqualTo(other);
  }

  @Test
  void an_extra_host_is_known_while_it_is_built() throws IOException {
    BuiltImage image =
        live.session()
            .image(
                context("FROM drydock-test/busybox:1", "RUN grep build-host /etc/hosts >/found")
                    .withExtraHost("build-host", "10.1.2.3"));
    assertThat(output(image, "cat /found")).contains("10.1.2.3").contains("build-host");
  }

  @Test
  void the_log_is_readable() throws IOException {
    List<String> log = new CopyOnWriteArrayList<>();
    live.session()
        .image(
            context("FROM drydock-test/busybox:1", "RUN echo one; echo " + once)
                .withLogConsumer(log::add));
    assertThat(log.stream().map(each -> each.replaceAll("[\\d.]+ s", "<time>")).toList())
        .containsSubsequence(
            "[2/2] RUN echo one; echo " + once, "  one", "  " + once, "  done in <time>");
  }

  @Test
  void the_same_inputs_are_built_once_and_the_image_stays() throws IOException {
    write("a", once);
    ImageSpec spec =
        ImageSpec.of(Dockerfile.from(Live.BUSYBOX).copy("a", "/a")).withContext(directory);
    BuiltImage first = live.session().image(spec);
    try {
      assertThat(first.wasBuilt()).isTrue();
      BuiltImage second = live.session().image(spec);
      assertThat(second.wasBuilt()).isFalse();
      assertThat(second.id()).isEqualTo(first.id());
      assertThat(second.steps()).isNotEmpty().allMatch(BuildStep::cached);
      live.session().close();
      assertThat(Live.has(engine, first.name())).isTrue();
      assertThat(engine.images().details(first.id()).config().labels())
          .containsEntry("dev.drydock", "true")
          .containsKey("dev.drydock.kept")
          .doesNotContainKeys("dev.drydock.session", "dev.drydock.owner", "dev.drydock.expires");
    } finally {
      engine.images().remove(first.name().toString());
    }
  }

  @ParameterizedTest
  @EnumSource
  void what_is_there_is_found_without_a_call_to_the_builder(Builder builder) throws IOException {
    write("context/a", once);
    ImageSpec spec =
        builder.of(
            ImageSpec.of(Dockerfile.from(Live.BUSYBOX).copy("a", "/a"))
                .withContext(directory.resolve("context")));
    Path socket = directory.resolve("engine.sock");
    List<BuiltImage> images = new ArrayList<>();
    try (RecordingProxy proxy = new RecordingProxy(socket)) {
      try (Drydock drydock = Drydock.connect(EngineAddress.unix(socket));
          Session session = drydock.openSession()) {
        images.add(session.image(spec));
        assertThat(proxy.builds()).hasSize(1);
        images.add(session.image(spec));
        assertThat(proxy.builds()).hasSize(1);
      }
      try (Drydock drydock = Drydock.connect(EngineAddress.unix(socket));
          Session session = drydock.openSession()) {
        images.add(session.image(spec));
        assertThat(proxy.builds()).hasSize(1);
      }
      assertThat(images).extracting(BuiltImage::wasBuilt).containsExactly(true, false, false);
      assertThat(images).extracting(BuiltImage::id).containsOnly(images.get(0).id());
    } finally {
      images.forEach(each -> engine.images().remove(each.name().toString()));
    }
  }

  @Test
  void another_content_or_argument_is_another_image() throws IOException {
    write("a", once);
    ImageSpec spec =
        ImageSpec.of(Dockerfile.from(Live.BUSYBOX).arg("X", "1").copy("a", "/a"))
            .withContext(directory);
    List<BuiltImage> images = new ArrayList<>();
    try {
      images.add(live.session().image(spec));
      images.add(live.session().image(spec.withBuildArg("X", "2")));
      write("a", once.replace(once.charAt(0), 'z'));
      images.add(live.session().image(spec));
      assertThat(directory.resolve("a").toFile().setExecutable(true)).isTrue();
      images.add(live.session().image(spec));
      assertThat(images).allMatch(BuiltImage::wasBuilt);
      assertThat(images.stream().map(BuiltImage::name).collect(Collectors.toSet())).hasSize(4);
    } finally {
      images.forEach(each -> engine.images().remove(each.name().toString()));
    }
  }

  /** Files that change another one while they are read for the second time: when they are sent. */
  private final class Changing extends ClassLoader {

    private final AtomicInteger readings = new AtomicInteger();
    private final boolean always;

    Changing(boolean always) {
      super(null);
      this.always = always;
    }

    @Override
    public URL getResource(String resource) {
      try {
        return directory.resolve("z").toUri().toURL();
      } catch (IOException e) {
        throw new AssertionError(e);
      }
    }

    @Override
    public InputStream getResourceAsStream(String resource) {
      int reading = readings.incrementAndGet();
      if (reading == 2 || always) {
        try {
          write("z", "changed " + reading);
        } catch (IOException e) {
          throw new AssertionError(e);
        }
      }
      return new ByteArrayInputStream(resource.getBytes(StandardCharsets.UTF_8));
    }

    FileContent content() {
      Thread thread = Thread.currentThread();
      ClassLoader before = thread.getContextClassLoader();
      thread.setContextClassLoader(this);
      try {
        return FileContent.classPath(once);
      } finally {
        thread.setContextClassLoader(before);
      }
    }
  }

  @Test
  void what_changes_between_hash_and_build_is_built_under_the_hash_of_what_was_sent()
      throws IOException {
    write("z", "first");
    ImageSpec spec =
        ImageSpec.of(Dockerfile.from(Live.BUSYBOX).copy("a", "/a").copy("z", "/z"))
            .withContext(directory)
            .withFile("a", new Changing(false).content());
    List<BuiltImage> images = new ArrayList<>();
    try {
      images.add(live.session().image(spec));
      assertThat(output(images.get(0), "cat /z")).isEqualTo("changed 2");
      write("z", "first");
      images.add(live.session().image(spec));
      assertThat(output(images.get(1), "cat /z")).isEqualTo("first");
    } finally {
      images.forEach(each -> engine.images().remove(each.name().toString()));
    }
  }

  @Test
  void what_never_stops_changing_is_told() throws IOException {
    write("z", "first");
    ImageSpec spec =
        ImageSpec.of(Dockerfile.from(Live.BUSYBOX).copy("a", "/a").copy("z", "/z"))
            .withContext(directory)
            .withFile("a", new Changing(true).content());
    assertThat(failure(spec))
        .isEqualTo(
            """
            The image of a Dockerfile in Java could not be built: what it is made of changed while\
             it was read.
              Hint:       let what writes there end first, or hide from the builder what it writes,\
             in .dockerignore""");
  }

  @ParameterizedTest
  @EnumSource
  void a_base_image_may_be_named_after_the_platform(Builder builder) throws IOException {
    String architecture = Platform.architecture(System.getProperty("os.arch"));
    String base = "from-test-" + once;
    live.session().image(Live.BUSYBOX).tag(base + ":linux-" + architecture);
    ImageSpec spec =
        builder.of(
            context(
                "ARG BASE=" + base + ":${TARGETOS}-$TARGETARCH",
                "FROM --platform=$BUILDPLATFORM ${BASE}",
                "RUN echo " + once + " >/made"));
    assertThat(output(live.session().image(spec), "cat /made")).isEqualTo(once);
  }

  @Test
  void the_commit_that_is_checked_out_is_a_label() throws IOException {
    String commit = "0123456789abcdef0123456789abcdef01234567";
    write(".git/HEAD", commit + "\n");
    ImageSpec spec = context("FROM drydock-test/busybox:1", "CMD " + once);
    String label = "org.opencontainers.image.revision";
    assertThat(live.session().image(spec).details().config().labels()).containsEntry(label, commit);
    assertThat(live.session().image(spec.withoutRevision()).details().config().labels())
        .doesNotContainKey(label);
  }

  // What goes wrong.

  @Test
  void the_classic_builder_has_no_secrets_and_that_is_told() throws IOException {
    ImageSpec spec =
        context(
                "FROM drydock-test/busybox:1 AS unused",
                "RUN --mount=type=ssh true",
                "FROM drydock-test/busybox:1",
                "RUN true \\",
                " && true",
                "RUN --mount=type=secret,id=token,required=true cat /run/secrets/token")
            .withSecret("token", FileContent.text("s3cret"));
    assertThat(failure(spec.withClassicBuilder()))
        .isEqualTo(
            """
            The image of <dir>/Dockerfile could not be built: RUN in line 6 mounts a secret, which\
             only BuildKit can.
              Hint:       leave withClassicBuilder() away""");
  }

  @Test
  void an_id_of_a_secret_is_a_word() {
    assertThatThrownBy(
            () -> ImageSpec.context(directory).withSecret("a,b", FileContent.text("s3cret")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("id of a secret must be letters, digits, '.', '_' and '-', was \"a,b\"");
  }

  @Test
  void a_missing_dockerfile_is_told() {
    assertThat(failure(ImageSpec.context(directory)))
        .isEqualTo(
            """
            The image of <dir>/Dockerfile could not be built: there is no such Dockerfile.
              Hint:       name the file with ImageSpec.dockerfile(path), or the directory that\
             holds one called Dockerfile with ImageSpec.context(directory)""");
  }

  @ParameterizedTest
  @EnumSource
  void an_unknown_instruction_is_told_with_its_line(Builder builder) throws IOException {
    assertThat(failure(builder.of(context("FROM drydock-test/busybox:1", "", "RUNN echo"))))
        .isEqualTo(
            """
            The image of <dir>/Dockerfile could not be built: its Dockerfile has an error in line 3.
              Line 3:     RUNN echo
              Reason:     unknown instruction: RUNN""");
  }

  @ParameterizedTest
  @EnumSource
  void a_fault_that_only_the_builder_finds_is_told_with_its_line(Builder builder)
      throws IOException {
    assertThat(failure(builder.of(context("FROM drydock-test/busybox:1", "ENV ONLY_A_NAME"))))
        .isEqualTo(
            """
            The image of <dir>/Dockerfile could not be built: its Dockerfile has an error in line 2.
              Line 2:     ENV ONLY_A_NAME
              Reason:     ENV must have two arguments""");
  }

  @ParameterizedTest
  @EnumSource
  void a_copy_of_what_is_hidden_names_the_rule(Builder builder) throws IOException {
    write(".dockerignore", "# secrets\n*.key\n");
    write("site.key", "");
    assertThat(failure(builder.of(context("FROM drydock-test/busybox:1", "COPY site.key /etc/"))))
        .isEqualTo(
            """
            The image of <dir>/Dockerfile could not be built: line 2 copies what is hidden from\
             the builder.
              Line 2:     COPY site.key /etc/
              Hidden:     site.key, by line 2 of <dir>/.dockerignore: *.key
              Hint:       take that line away, or add `!site.key` after it""");
  }

  @Test
  void a_copy_of_what_is_absent_is_told() throws IOException {
    assertThat(failure(context("FROM drydock-test/busybox:1", "COPY absent /etc/")))
        .isEqualTo(
            """
            The image of <dir>/Dockerfile could not be built: line 2 copies what is not there.
              Line 2:     COPY absent /etc/
              Absent:     absent in <dir>
              Hint:       paths are relative to the context, which withContext changes""");
  }

  @Test
  void an_unknown_stage_is_told_with_those_there_are() throws IOException {
    ImageSpec spec = context("FROM drydock-test/busybox:1 AS build", "FROM drydock-test/busybox:1");
    assertThat(failure(spec.withTarget("bild")))
        .isEqualTo(
            """
            The image of <dir>/Dockerfile could not be built: its Dockerfile has no stage bild.
              Stages:     build, 1
              Hint:       name one of these with withTarget""");
  }

  @ParameterizedTest
  @EnumSource
  void a_failing_step_is_told_with_its_output(Builder builder) throws IOException {
    ImageSpec spec =
        builder.of(
            context(
                "FROM drydock-test/busybox:1",
                "RUN true",
                "RUN i=0; while [ $i -lt 25 ]; do i=$((i+1)); echo line $i; done; exit 7"));
    StringBuilder lines = new StringBuilder();
    for (int i = 6; i <= 25; i++) {
      lines.append("\n    line ").append(i);
    }
    assertThat(failure(spec))
        .isEqualTo(
            "The image of <dir>/Dockerfile could not be built: RUN in line 3 failed.\n"
                + "  Line 3:     RUN i=0; while [ $i -lt 25 ]; do i=$((i+1)); echo line $i; done;"
                + " exit 7\n"
                + "  Reason:     exit code 7\n"
                + "  Output, last 20 lines:"
                + lines);
  }

  @ParameterizedTest
  @EnumSource
  void a_base_image_that_is_not_to_be_had_is_told(Builder builder) throws IOException {
    // What the engine says of it differs from version to version.
    assertThat(
            failure(builder.of(context("FROM 127.0.0.1:1/no/base:1")))
                .replaceFirst("(pull image 127\\.0\\.0\\.1:1/no/base:1): .*", "$1: …"))
        .isEqualTo(
            """
            The image of <dir>/Dockerfile could not be built: its base image\
             127.0.0.1:1/no/base:1 is not to be had.
              Engine:     The engine failed to pull image 127.0.0.1:1/no/base:1: …
              Hint:       check the image's name and tag, and that its registry can be reached; an\
             image built on this machine must be built before the test""");
  }

  @Test
  void a_socket_in_the_context_is_told() throws IOException {
    ImageSpec spec = context("FROM drydock-test/busybox:1", "COPY . /all");
    try (ServerSocketChannel socket = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      socket.bind(UnixDomainSocketAddress.of(directory.resolve("db.sock")));
      assertThat(failure(spec))
          .isEqualTo(
              """
              The image of <dir>/Dockerfile could not be built: db.sock in its context is no file,\
               directory or link, but a socket, a device or a pipe, which no image can hold.
                File:       <dir>/db.sock
                Hint:       name it in <dir>/.dockerignore, so that it stays out of the context""");
      write(".dockerignore", "*.sock");
      assertThat(live.session().image(spec).wasBuilt()).isTrue();
    }
  }

  @Test
  void a_pipe_in_the_context_is_told() throws Exception {
    ImageSpec spec = context("FROM drydock-test/busybox:1", "COPY . /all");
    Path pipe = directory.resolve("pipe");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
    assertThat(failure(spec))
        .isEqualTo(
            """
            The image of <dir>/Dockerfile could not be built: pipe in its context is no file,\
             directory or link, but a socket, a device or a pipe, which no image can hold.
              File:       <dir>/pipe
              Hint:       name it in <dir>/.dockerignore, so that it stays out of the context""");
  }

  @Test
  void a_device_in_the_directory_of_the_context_is_told() throws Exception {
    assumeTrue("root".equals(System.getProperty("user.name")), "only root can make a device");
    ImageSpec spec = context("FROM drydock-test/busybox:1", "COPY . /all");
    Path device = directory.resolve("null");
    // The device that /dev/null is.
    Process made = new ProcessBuilder("mknod", device.toString(), "c", "1", "3").start();
    assertThat(made.waitFor()).isZero();
    assertThat(failure(spec))
        .isEqualTo(
            """
            The image of <dir>/Dockerfile could not be built: null in its context is no file,\
             directory or link, but a socket, a device or a pipe, which no image can hold.
              File:       <dir>/null
              Hint:       name it in <dir>/.dockerignore, so that it stays out of the context""");
  }

  @Test
  void a_device_in_the_context_is_told() throws IOException {
    ImageSpec spec =
        context("FROM drydock-test/busybox:1", "COPY . /all")
            .withFile("null", FileContent.path(Path.of("/dev/null")));
    assertThat(failure(spec))
        .isEqualTo(
            """
            The image of <dir>/Dockerfile could not be built: null in its context is no file,\
             directory or link, but a socket, a device or a pipe, which no image can hold.
              File:       /dev/null
              Hint:       give it the content: FileContent.text or FileContent.bytes""");
  }

  @Test
  void a_copy_through_an_absolute_link_that_leaves_the_context_is_told() throws IOException {
    Files.createSymbolicLink(directory.resolve("hosts"), Path.of("/etc/hosts"));
    assertThat(failure(context("FROM drydock-test/busybox:1", "COPY hosts /etc/my-hosts")))
        .isEqualTo(
            """
            The image of <dir>/Dockerfile could not be built: line 2 copies through a link what the\
             builder does not get.
              Line 2:     COPY hosts /etc/my-hosts
              Link:       hosts, to /etc/hosts
              Hint:       copy what it points to into the context""");
  }

  @ParameterizedTest
  @EnumSource
  void a_link_within_the_context_is_followed_and_an_absolute_one_that_is_not_named_is_kept(
      Builder builder) throws IOException {
    write("real/a.txt", "a");
    Files.createSymbolicLink(directory.resolve("link"), Path.of("real"));
    Files.createSymbolicLink(directory.resolve("real/hosts"), Path.of("/etc/hosts"));
    BuiltImage image =
        live.session()
            .image(
                builder.of(
                    context(
                        "FROM drydock-test/busybox:1",
                        "COPY link/a.txt /a.txt",
                        "COPY real /real")));
    assertThat(output(image, "cat /a.txt; readlink /real/hosts")).isEqualTo("a/etc/hosts");
  }

  @Test
  void a_link_that_leaves_the_context_is_told() throws IOException {
    ImageSpec spec = context("FROM drydock-test/busybox:1", "COPY . /all");
    Files.createDirectories(directory.resolve("sub"));
    Files.createSymbolicLink(directory.resolve("sub/up"), Path.of("../../other"));
    assertThat(failure(spec))
        .isEqualTo(
            """
            The image of <dir>/Dockerfile could not be built: sub/up in its context is a link that\
             leaves it, to ../../other.
              File:       <dir>/sub/up
              Hint:       copy what it points to into the context, or name the link in\
             <dir>/.dockerignore""");
  }

  @Test
  void where_builds_are_forbidden_what_was_built_before_is_used_and_nothing_is_built()
      throws IOException {
    ImageSpec spec = ImageSpec.of(Dockerfile.from(Live.BUSYBOX).env("ONCE", once));
    BuiltImage built = live.session().image(spec);
    System.setProperty("drydock.build", "never");
    try (Drydock drydock = Drydock.connect();
        Session session = drydock.openSession()) {
      assertThat(session.image(spec).id()).isEqualTo(built.id());
      assertThatThrownBy(() -> session.image(spec.withLabel("another", "build")))
          .isInstanceOf(ImageException.class)
          .hasMessage(
              "The image of a Dockerfile in Java could not be built: drydock.build=never forbids"
                  + " it.\n  Hint:       build it before the tests, without that setting: the image"
                  + " stays for them");
    } finally {
      System.clearProperty("drydock.build");
      engine.images().remove(built.name().toString());
    }
  }
}
