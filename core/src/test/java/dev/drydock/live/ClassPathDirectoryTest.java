package dev.drydock.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drydock.runtime.Container;
import dev.drydock.spec.ContainerSpec;
import dev.drydock.spec.FileContent;
import dev.drydock.spec.image.ImageSpec;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Directories of the class path, in directories and in archives. */
@Tag("engine")
@Timeout(60)
class ClassPathDirectoryTest {

  @RegisterExtension private final Live live = new Live();

  @TempDir private Path place;

  private final ClassLoader before = Thread.currentThread().getContextClassLoader();
  private URLClassLoader loader;

  /** One element of the class path is a directory, the other an archive. */
  @BeforeEach
  void onClassPath() throws IOException {
    Files.createDirectories(place.resolve("classes/site/sub"));
    Files.writeString(place.resolve("classes/site/sub/page.html"), "of a directory");
    try (JarOutputStream jar =
        new JarOutputStream(Files.newOutputStream(place.resolve("app.jar")))) {
      jar.putNextEntry(new JarEntry("pages/"));
      jar.putNextEntry(new JarEntry("pages/sub/"));
      jar.putNextEntry(new JarEntry("pages/sub/page.html"));
      jar.write("of an archive".getBytes(StandardCharsets.US_ASCII));
      jar.putNextEntry(new JarEntry("pages/top"));
      jar.write("top".getBytes(StandardCharsets.US_ASCII));
    }
    loader =
        new URLClassLoader(
            new URL[] {
              place.resolve("classes").toUri().toURL(), place.resolve("app.jar").toUri().toURL()
            },
            before);
    Thread.currentThread().setContextClassLoader(loader);
  }

  @AfterEach
  void takeBack() throws IOException {
    Thread.currentThread().setContextClassLoader(before);
    loader.close();
  }

  private static String said(ContainerSpec spec, Live live, String line) {
    return live.session().run(spec.withCommand("sh", "-c", line)).stdout();
  }

  @Test
  void they_are_layers_of_an_image() {
    // docs: layers
    ImageSpec spec =
        ImageSpec.over("busybox:1")
            .withLayer("/etc/app.conf", FileContent.text("mode=test\n"))
            .withLayer("/srv", FileContent.classPath("site"))
            .withLayer("/srv/more", FileContent.classPath("pages"));
    // docs: end
    ContainerSpec image = ContainerSpec.of(live.session().image(spec.withoutCache()).name());
    assertThat(said(image, live, "cat /etc/app.conf /srv/sub/page.html /srv/more/sub/page.html"))
        .isEqualTo("mode=test\nof a directoryof an archive");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1234})
  void they_are_copied_into_a_container(int owner) {
    FileContent pages = FileContent.classPath("pages").withOwner(owner, owner);
    ContainerSpec spec =
        Live.shell("exec sleep 100")
            .withFile("/srv/site", FileContent.classPath("site").withOwner(owner, owner))
            .withFile("/srv/pages", pages);
    Container container = live.session().start(spec);
    container.copyIn(pages, "/late");
    String line = "cd /srv; stat -c '%n %a %u:%g' $(find site pages /late | sort)";
    assertThat(container.exec("sh", "-c", line).stdout().lines())
        .map(each -> each.replace(" " + owner + ":" + owner, " O"))
        .containsExactly(
            "/late 755 O",
            "/late/sub 755 O",
            "/late/sub/page.html 644 O",
            "/late/top 644 O",
            "pages 755 O",
            "pages/sub 755 O",
            "pages/sub/page.html 644 O",
            "pages/top 644 O",
            "site 755 O",
            "site/sub 755 O",
            "site/sub/page.html 644 O");
    assertThat(container.exec("cat", "/srv/pages/sub/page.html", "/late/top").stdout())
        .isEqualTo("of an archivetop");
  }
}
