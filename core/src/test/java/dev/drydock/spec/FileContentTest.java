package dev.drydock.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Content of files, and where it comes from. */
class FileContentTest {

  /** Of what a class path consists. */
  enum Element {
    DIRECTORY {
      @Override
      Path in(Path place) throws IOException {
        Files.createDirectories(place.resolve("db"));
        Files.writeString(place.resolve("db/init.sql"), "select 1");
        return place;
      }
    },
    JAR {
      @Override
      Path in(Path place) throws IOException {
        Path file = place.resolve("app.jar");
        try (JarOutputStream jar = new JarOutputStream(Files.newOutputStream(file))) {
          jar.putNextEntry(new JarEntry("db/"));
          jar.putNextEntry(new JarEntry("db/init.sql"));
          jar.write("select 1".getBytes(StandardCharsets.US_ASCII));
        }
        return file;
      }
    };

    abstract Path in(Path place) throws IOException;
  }

  @TempDir private Path place;

  private final ClassLoader before = Thread.currentThread().getContextClassLoader();

  @AfterEach
  void takeBack() {
    Thread.currentThread().setContextClassLoader(before);
  }

  @ParameterizedTest
  @EnumSource
  void a_resource_is_a_file_or_a_directory_with_all_in_it(Element element) throws IOException {
    URL[] path = {element.in(place).toUri().toURL()};
    try (URLClassLoader loader = new URLClassLoader(path, null)) {
      Thread.currentThread().setContextClassLoader(loader);
      try (InputStream file = FileContent.classPath("/db/init.sql").open()) {
        assertThat(file).hasBinaryContent("select 1".getBytes(StandardCharsets.US_ASCII));
      }
      assertThat(FileContent.classPath("db/init.sql").archived()).isEmpty();
      for (String each : new String[] {"db", "db/"}) {
        FileContent directory = FileContent.classPath(each);
        if (element == Element.DIRECTORY) {
          assertThat(directory.sourcePath()).isEqualTo(place.resolve("db"));
        } else {
          assertThat(directory).hasToString("classpath:db/");
          assertThat(directory.archived())
              .containsOnly(Map.entry("init.sql", FileContent.classPath("db/init.sql")));
        }
      }
    }
  }

  @Test
  void a_directory_of_an_archive_without_files_is_refused() throws IOException {
    Path file = place.resolve("app.jar");
    try (JarOutputStream jar = new JarOutputStream(Files.newOutputStream(file))) {
      jar.putNextEntry(new JarEntry("db/"));
    }
    try (URLClassLoader loader = new URLClassLoader(new URL[] {file.toUri().toURL()}, null)) {
      Thread.currentThread().setContextClassLoader(loader);
      assertThatThrownBy(() -> FileContent.classPath("db"))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(
              "class-path directory must have files that can be listed, was db: it is empty");
    }
  }
}
