package dev.drydock.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.drydock.Drydock;
import dev.drydock.engine.Engine;
import dev.drydock.model.ExecResult;
import dev.drydock.model.ImageException;
import dev.drydock.model.ImageName;
import dev.drydock.model.image.BuildStep;
import dev.drydock.runtime.BuiltImage;
import dev.drydock.runtime.Container;
import dev.drydock.runtime.Image;
import dev.drydock.runtime.Session;
import dev.drydock.spec.ContainerSpec;
import dev.drydock.spec.FileContent;
import dev.drydock.spec.image.ImageSource;
import dev.drydock.spec.image.ImageSpec;
import dev.drydock.spec.image.JavaApplication;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

@Tag("engine")
@Timeout(120)
class ImageSourceTest {

  private static final ImageName NGINX = ImageName.parse("drydock-test/nginx:1.22");

  @RegisterExtension private final Live live = new Live();
  @TempDir private Path directory;

  private final String name = "source-test-" + UUID.randomUUID();
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

  private String output(ContainerSpec spec, String line) {
    ExecResult result = live.session().run(spec.withEntrypoint("sh", "-c").withCommand(line));
    assertThat(result.stderr()).isEmpty();
    return result.stdout().strip();
  }

  /** The names that busybox has in an archive, after which only the archive has them. */
  private Path archive(String... names) throws IOException {
    return archiveOf(Live.BUSYBOX, "images.tar", names);
  }

  private Path archiveOf(String image, String title, String... names) throws IOException {
    Path file = directory.resolve(title);
    for (String each : names) {
      engine.images().tag(image, ImageName.parse(each));
    }
    try (OutputStream out = Files.newOutputStream(file)) {
      engine.images().save(List.of(names), out);
    }
    for (String each : names) {
      engine.images().remove(each);
    }
    return file;
  }

  @Test
  void what_an_image_cannot_keep_is_refused() {
    FileContent password = FileContent.text("p").asSecret();
    assertThatThrownBy(() -> ImageSpec.over(Live.BUSYBOX).withLayer("/p", password))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "content of an image must not be secret, for whoever has the image has it, was "
                + password
                + "; give it to the container: ContainerSpec.withFile");
    assertThatThrownBy(
            () ->
                ImageSpec.over(Live.BUSYBOX).withFile("p", FileContent.text("p").withOwner(70, 71)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "content of an image must have no owner, was 70:71; a RUN of chown gives it one");
  }

  @Test
  void an_image_in_an_archive_is_loaded_and_goes_with_the_session() throws IOException {
    Path file = archive(name + ":1");
    Image image = live.session().image(ImageSource.archive(file));
    assertThat(image.name()).isEqualTo(ImageName.parse(name + ":1"));
    assertThat(output(ContainerSpec.of(image.name()), "echo runs")).isEqualTo("runs");
    live.session().close();
    assertThat(Live.has(engine, image.name())).isFalse();
    assertThat(Live.has(engine, ImageName.parse(Live.BUSYBOX))).isTrue();
  }

  @Test
  void a_container_can_be_started_from_an_archive() throws IOException {
    Path file = archive(name + ":1", name + ":2");
    ContainerSpec spec = ContainerSpec.of(ImageSource.archive(file).withImage(name + ":2"));
    assertThat(output(spec, "echo runs")).isEqualTo("runs");
  }

  @Test
  void a_name_in_an_archive_that_means_somebody_elses_image_means_it_again() throws IOException {
    Path file = archive(name + ":1");
    engine.images().tag(NGINX.toString(), ImageName.parse(name + ":1"));
    try {
      String theirs = engine.images().inspect(ImageName.parse(name + ":1")).id();
      Image image = live.session().image(ImageSource.archive(file));
      assertThat(image.id()).isEqualTo(engine.images().inspect(ImageName.parse(Live.BUSYBOX)).id());
      assertThat(image.name().toString()).startsWith("drydock-images-tar-");
      assertThat(engine.images().inspect(ImageName.parse(name + ":1")).id()).isEqualTo(theirs);
      live.session().close();
      assertThat(Live.has(engine, image.name())).isFalse();
      assertThat(engine.images().inspect(ImageName.parse(name + ":1")).id()).isEqualTo(theirs);
    } finally {
      engine.images().remove(name + ":1");
    }
  }

  @Test
  void an_image_that_the_engine_has_already_stays_and_is_used_under_a_name_of_its_own()
      throws IOException {
    Path file = directory.resolve("busybox.tar");
    Image busybox = live.session().image(Live.BUSYBOX);
    busybox.save(file);
    Image image = live.session().image(ImageSource.archive(file));
    assertThat(image.name().toString()).startsWith("drydock-busybox-tar-");
    assertThat(image.id()).isEqualTo(busybox.id());
    live.session().close();
    assertThat(Live.has(engine, image.name())).isFalse();
    assertThat(Live.has(engine, busybox.name())).isTrue();
  }

  @Test
  void what_two_sessions_load_from_one_archive_stays_until_both_are_closed() throws IOException {
    ImageSource archive = ImageSource.archive(archive(name + ":1"));
    try (Drydock drydock = Drydock.connect()) {
      Session first = drydock.openSession();
      first.image(archive);
      Image image = live.session().image(archive);
      first.close();
      assertThat(output(ContainerSpec.of(image.name()), "echo runs")).isEqualTo("runs");
    }
    assertThat(Live.has(engine, ImageName.parse(name + ":1"))).isFalse();
  }

  @Test
  void archives_with_the_same_name_that_are_loaded_at_once_do_not_take_it_from_each_other()
      throws Exception {
    Container box = live.session().start(Live.sleeper());
    box.exec("sh", "-c", "echo " + name + " >/mark");
    Image marked = box.commit();
    Map<Path, String> ids =
        Map.of(
            archiveOf(Live.BUSYBOX, "plain.tar", name + ":1"),
            live.session().image(Live.BUSYBOX).id(),
            archiveOf(marked.name().toString(), "marked.tar", name + ":1"),
            marked.id());
    for (int i = 0; i < 5; i++) {
      try (Drydock one = Drydock.connect();
          Drydock other = Drydock.connect()) {
        List<CompletableFuture<Void>> loads = new ArrayList<>();
        Iterator<Session> sessions = List.of(one.openSession(), other.openSession()).iterator();
        ids.forEach(
            (file, id) -> {
              Session session = sessions.next();
              loads.add(
                  CompletableFuture.runAsync(
                      () -> {
                        Image image = session.image(ImageSource.archive(file));
                        assertThat(image.id()).isEqualTo(id);
                        assertThat(engine.images().inspect(image.name()).id()).isEqualTo(id);
                      }));
            });
        for (CompletableFuture<Void> each : loads) {
          each.get();
        }
      }
      assertThat(Live.has(engine, ImageName.parse(name + ":1"))).isFalse();
    }
  }

  @Test
  void names_mean_what_they_meant_when_a_load_fails_on_the_way() throws IOException {
    Container box = live.session().start(Live.sleeper());
    box.exec("sh", "-c", "echo " + name + " >/mark");
    Image marked = box.commit();
    ImageName first = ImageName.parse(name + ":1");
    Path file = directory.resolve("images.tar");
    engine.images().tag(Live.BUSYBOX, first);
    try (OutputStream out = Files.newOutputStream(file)) {
      engine.images().save(List.of(first.toString(), marked.name().toString()), out);
    }
    marked.remove();
    String content = Files.readString(file, StandardCharsets.ISO_8859_1);
    Files.writeString(
        file,
        content.replace(name + "\n", name.replace('-', '+') + "\n"),
        StandardCharsets.ISO_8859_1);
    engine.images().tag(NGINX.toString(), first);
    try {
      String theirs = engine.images().inspect(first).id();
      ImageSource source = ImageSource.archive(file).withImage(first.toString());
      assertThat(failure(source)).startsWith("The engine failed to load the archive ");
      assertThat(engine.images().inspect(first).id()).isEqualTo(theirs);
      assertThat(Live.has(engine, marked.name())).isFalse();
    } finally {
      engine.images().remove(first.toString());
    }
  }

  private String failure(ImageSource source) {
    Throwable thrown = catchThrowable(() -> live.session().image(source));
    assertThat(thrown).isInstanceOf(ImageException.class);
    return String.valueOf(thrown.getMessage()).replace(directory.toString(), "<dir>");
  }

  @Test
  void an_archive_without_the_image_tells_which_it_has() throws IOException {
    Path file = archive(name + ":1", name + ":2");
    assertThat(failure(ImageSource.archive(file).withImage("shop:9")).replace(name, "<name>"))
        .isEqualTo(
            """
            Archive <dir>/images.tar has no image shop:9.
              Images:     <name>:1, <name>:2
              Hint:       name one of these with withImage""");
  }

  @Test
  void a_file_that_is_no_archive_is_told() throws IOException {
    Path file = Files.writeString(directory.resolve("text.tar"), "text ".repeat(300));
    assertThat(failure(ImageSource.archive(file)))
        .isEqualTo(
            """
            Archive <dir>/text.tar is none of images, or is damaged.
              Reason:     not a tar archive: the sum of a header is wrong
              Hint:       make it with `docker save`, or with save(path) of an image; a root file\
             system wants ImageSource.rootFileSystem(path)""");
  }

  @Test
  void an_archive_that_is_cut_off_is_told_and_nothing_is_left() throws IOException {
    Path file = archive(name + ":1");
    byte[] bytes = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(bytes, bytes.length / 2));
    // Where it is cut decides on what is missed.
    assertThat(failure(ImageSource.archive(file)).replaceFirst("Reason:     .*", "Reason:     …"))
        .isEqualTo(
            """
            Archive <dir>/images.tar is none of images, or is damaged.
              Reason:     …
              Hint:       make it with `docker save`, or with save(path) of an image; a root file\
             system wants ImageSource.rootFileSystem(path)""");
    assertThat(Live.has(engine, ImageName.parse(name + ":1"))).isFalse();
  }

  @Test
  void an_archive_with_a_damaged_layer_is_told_and_nothing_is_left() throws IOException {
    Path file = directory.resolve("damaged.tar");
    Container box = live.session().start(Live.sleeper());
    box.exec("sh", "-c", "echo " + name + " >/mark");
    Image commit = box.commit();
    commit.save(file);
    commit.remove();
    String content = Files.readString(file, StandardCharsets.ISO_8859_1);
    String damaged = content.replace(name, name.replace('-', '+'));
    assertThat(damaged).isNotEqualTo(content);
    Files.writeString(file, damaged, StandardCharsets.ISO_8859_1);
    assertThat(failure(ImageSource.archive(file)).replaceFirst("(damaged.tar): .*", "$1: …"))
        .isEqualTo("The engine failed to load the archive <dir>/damaged.tar: …");
    assertThat(Live.has(engine, commit.name())).isFalse();
  }

  @Test
  void an_archive_that_is_not_there_is_refused_at_once() {
    assertThatThrownBy(() -> ImageSource.archive(directory.resolve("none.tar")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "archive must be a file, was "
                + directory.resolve("none.tar")
                + ", which does not exist");
  }

  @Test
  void a_directory_is_a_root_file_system() throws IOException {
    Path root = Files.createDirectories(directory.resolve("root"));
    Path bin = Files.createDirectories(root.resolve("bin"));
    live.session().start(Live.sleeper()).copyOut("/bin/busybox", bin.resolve("busybox"));
    Files.createSymbolicLink(bin.resolve("sh"), Path.of("busybox"));
    Files.writeString(root.resolve("note"), name);
    Image image =
        live.session()
            .image(ImageSource.rootFileSystem(root).with("ENV SAID=hello").with("CMD [\"sh\"]"));
    assertThat(output(ContainerSpec.of(image.name()), "busybox cat /note; echo $SAID"))
        .isEqualTo(name + "hello");
    assertThat(image.details().layers()).hasSize(1);
    live.session().close();
    assertThat(Live.has(engine, image.name())).isFalse();
  }

  @Test
  void files_and_directories_are_layers_over_an_image() throws IOException {
    Path site = Files.createDirectories(directory.resolve("site/sub"));
    Files.writeString(site.resolve("page.html"), name);
    // docs: layers
    ImageSpec spec =
        ImageSpec.over("busybox:1")
            .withLayer("/etc/app.conf", FileContent.text("mode=test\n"))
            .withLayer("/srv", FileContent.path(directory.resolve("site")));
    // docs: end
    BuiltImage image = live.session().image(spec.withoutCache());
    assertThat(output(ContainerSpec.of(image.name()), "cat /etc/app.conf /srv/sub/page.html"))
        .isEqualTo("mode=test\n" + name);
    int base = live.session().image(Live.BUSYBOX).details().layers().size();
    assertThat(image.details().layers()).hasSize(base + 2);
  }

  @Test
  void a_change_of_a_class_leaves_the_layer_of_the_dependencies() throws IOException {
    Path lib = jar(directory.resolve("dep.jar"), null, "dep/Dep.class", name);
    Path jar = directory.resolve("app.jar");
    List<String> before = layers(jar(jar, lib, "app/Main.class", "one"));
    List<String> after = layers(jar(jar, lib, "app/Main.class", "two"));
    assertThat(before).hasSize(2);
    assertThat(after.get(0)).isEqualTo(before.get(0));
    assertThat(after.get(1)).isNotEqualTo(before.get(1));
  }

  private List<String> layers(Path jar) {
    BuiltImage image =
        live.session()
            .image(
                JavaApplication.ofJar(jar)
                    .withOptions("-Xmx64m")
                    .over(Live.BUSYBOX)
                    .withoutCache());
    assertThat(image.details().config().entrypoint())
        .containsExactly("java", "-Xmx64m", "-cp", "/app/app.jar:/app/lib/dep.jar", "app.Main");
    assertThat(output(ContainerSpec.of(image.name()), "ls /app /app/lib"))
        .contains("app.jar")
        .contains("dep.jar");
    return image.steps().stream()
        .filter(each -> each.instruction().startsWith("COPY"))
        .map(BuildStep::layer)
        .map(each -> each.digest())
        .toList();
  }

  /** The bytes of a class, which all that is compiled later sees. */
  private byte[] compiled(String name, String text) throws IOException {
    Path classes = Files.createDirectories(directory.resolve("classes"));
    Path source = directory.resolve("sources").resolve(name + ".java");
    Files.createDirectories(source.getParent());
    Files.writeString(source, text);
    String[] arguments = {
      "-proc:none",
      "--release",
      "17",
      "-cp",
      classes.toString(),
      "-d",
      classes.toString(),
      source.toString()
    };
    assertThat(ToolProvider.getSystemJavaCompiler().run(null, null, null, arguments)).isZero();
    return Files.readAllBytes(classes.resolve(name + ".class"));
  }

  @Test
  void a_jar_runs_in_a_container_with_its_dependencies_in_a_layer_of_their_own()
      throws IOException {
    byte[] dependency =
        compiled(
            "dep/Dep",
            """
            package dep;
            public class Dep {
              public static String greet(String name) {
                return "hello " + name;
              }
            }
            """);
    byte[] main =
        compiled(
            "app/Main",
            """
            package app;
            public class Main {
              public static void main(String[] arguments) {
                System.out.println(dep.Dep.greet(arguments[0]));
              }
            }
            """);
    Path lib = jar(directory.resolve("dep.jar"), null, "dep/Dep.class", dependency);
    Path jar = jar(directory.resolve("app.jar"), lib, "app/Main.class", main);
    BuiltImage image =
        live.session()
            .image(
                JavaApplication.ofJar(jar)
                    .withOptions("-Xmx64m", "-XX:TieredStopAtLevel=1")
                    .over("drydock-test/jre:17")
                    .withoutCache());
    ExecResult result = live.session().run(ContainerSpec.of(image.name()).withCommand("you"));
    assertThat(result.stdout()).describedAs(result.stderr()).isEqualTo("hello you\n");
    assertThat(image.steps())
        .filteredOn(each -> each.instruction().startsWith("COPY"))
        .extracting(each -> each.layer().size().bytes())
        .containsExactly(Files.size(lib), Files.size(jar));
  }

  private static Path jar(Path file, Path dependency, String entry, String content)
      throws IOException {
    return jar(file, dependency, entry, content.getBytes(StandardCharsets.UTF_8));
  }

  private static Path jar(Path file, Path dependency, String entry, byte[] content)
      throws IOException {
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    if (dependency != null) {
      manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, "app.Main");
      manifest
          .getMainAttributes()
          .put(Attributes.Name.CLASS_PATH, String.valueOf(dependency.getFileName()));
    }
    try (JarOutputStream jar = new JarOutputStream(Files.newOutputStream(file), manifest)) {
      jar.putNextEntry(new ZipEntry(entry));
      jar.write(content);
      jar.closeEntry();
    }
    return file;
  }

  @Test
  void the_application_under_test_is_the_class_path_without_its_tests() {
    JavaApplication application = JavaApplication.ofClassPath("dev.drydock.Main");
    assertThat(application.entries())
        .anyMatch(each -> each.endsWith("target/classes"))
        .noneMatch(each -> each.endsWith("target/test-classes"));
    ImageSpec spec = application.without(each -> each.toString().endsWith(".jar")).over("jre:17");
    assertThat(spec.text())
        .contains("ENTRYPOINT [\"java\", \"-cp\", \"/app/classes-0\", \"dev.drydock.Main\"]");
  }

  @Test
  void a_jar_without_a_main_class_is_refused() throws IOException {
    Path jar = jar(directory.resolve("lib.jar"), null, "a/A.class", "");
    assertThatThrownBy(() -> JavaApplication.ofJar(jar))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("jar must name its main class in its manifest, and does not: " + jar);
  }
}
