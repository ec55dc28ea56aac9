package dev.drydock.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drydock.Drydock;
import dev.drydock.model.NoEngineException;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Which source of settings wins, and that each is one. */
@Timeout(60)
class SettingsTest {

  /** Its name in the environment is {@code PATH}, which every process has. */
  private static final String KEY = "path";

  private static final String PATH = System.getenv("PATH").trim();

  private final ClassLoader before = Thread.currentThread().getContextClassLoader();

  @TempDir Path directory;
  private URLClassLoader loader;

  @BeforeEach
  void openLoader() throws IOException {
    loader = new URLClassLoader(new URL[] {directory.toUri().toURL()}, before);
    Thread.currentThread().setContextClassLoader(loader);
  }

  @AfterEach
  void undo() throws IOException {
    Thread.currentThread().setContextClassLoader(before);
    System.clearProperty(KEY);
    loader.close();
  }

  private void file(String text) throws IOException {
    Files.writeString(directory.resolve("drydock.properties"), text);
  }

  @Test
  void a_parameter_comes_before_all_others() throws IOException {
    file("path = of the file\n");
    System.setProperty(KEY, "of the system");
    Settings settings = Settings.load(key -> Optional.of("parameter " + key));
    assertThat(settings.get(KEY)).contains("parameter path");
  }

  @Test
  void a_system_property_comes_before_the_environment() throws IOException {
    file("path = of the file\n");
    System.setProperty(KEY, "of the system");
    assertThat(Settings.load(key -> Optional.empty()).get(KEY)).contains("of the system");
  }

  @Test
  void the_environment_comes_before_the_file() throws IOException {
    file("path = of the file\n");
    assertThat(Settings.load().get(KEY)).contains(PATH);
  }

  /** What the forked JVM runs, whose environment has a blank variable of that name. */
  static final class Blank {
    public static void main(String[] args) throws IOException {
      Path directory = Path.of(args[0]);
      try (URLClassLoader loader = new URLClassLoader(new URL[] {directory.toUri().toURL()})) {
        Thread.currentThread().setContextClassLoader(loader);
        System.out.println("first " + Settings.load().get("drydock.test.first").orElse("nothing"));
        System.setProperty("drydock.test.first", "");
        System.out.println("then " + Settings.load().get("drydock.test.first").orElse("nothing"));
      }
    }
  }

  @Test
  void a_blank_variable_is_passed_over_and_a_blank_property_unsets() throws Exception {
    file("drydock.test.first = of the file\n");
    Process jvm =
        Forked.jvm(Blank.class, List.of(directory.toString()), Map.of("DRYDOCK_TEST_FIRST", " "));
    try {
      String said = new String(jvm.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(said.lines()).containsExactly("first of the file", "then nothing");
    } finally {
      jvm.destroyForcibly();
    }
  }

  @Test
  void the_file_on_the_class_path_is_the_last() throws IOException {
    file("drydock.test.of.nobody = of the file \n");
    assertThat(Settings.load().get("drydock.test.of.nobody")).contains("of the file");
  }

  @Test
  void what_is_set_nowhere_or_to_nothing_is_absent() throws IOException {
    file("drydock.test.empty =\n");
    assertThat(Settings.load().get("drydock.test.empty")).isEmpty();
    assertThat(Settings.load().get("drydock.test.of.nobody")).isEmpty();
  }

  @Test
  void without_a_file_there_is_no_setting_of_it() {
    assertThat(Settings.load().get("drydock.test.of.nobody")).isEmpty();
  }

  @Test
  void the_engine_may_be_named_by_the_file() throws IOException {
    file("drydock.engine = unix:///nowhere/named-by-the-file.sock\n");
    assertThatThrownBy(() -> Drydock.connect())
        .isInstanceOf(NoEngineException.class)
        .hasMessageStartingWith(
            "No container engine answered.\n"
                + "  Tried:      unix:///nowhere/named-by-the-file.sock, named by drydock.engine\n"
                + "  Why not:    there is no such socket\n");
  }

  /** What the forked JVM runs, whose environment names a version of the API. */
  static final class Version {
    public static void main(String[] args) {
      try (Drydock drydock = Drydock.connect()) {
        System.out.println("speaks " + drydock.engine().apiVersion());
      }
    }
  }

  @Test
  @Tag("engine")
  void DOCKER_API_VERSION_names_the_version_that_is_spoken() throws Exception {
    Process jvm = Forked.jvm(Version.class, List.of(), Map.of("DOCKER_API_VERSION", "1.40"));
    try {
      String said = new String(jvm.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(jvm.waitFor()).isZero();
      assertThat(said.lines()).contains("speaks 1.40");
    } finally {
      jvm.destroyForcibly();
    }
  }
}
