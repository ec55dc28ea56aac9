package dev.drydock.internal.docker.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SurroundingsTest {

  @TempDir Path directory;

  private Path program(String name) throws IOException {
    Path file = Files.createFile(directory.resolve(name));
    assertThat(file.toFile().setExecutable(true)).isTrue();
    return file;
  }

  private Surroundings on(String system, String searchPath) {
    return new Surroundings(Map.of("PATH", searchPath)::get, directory, directory, system);
  }

  @Test
  void what_is_no_path_in_the_search_path_is_passed_over() throws IOException {
    Path podman = program("podman");
    assertThat(on("Linux", "no\0path:" + directory).program("podman")).isEqualTo(podman);
  }

  @Test
  void a_program_is_found_as_windows_calls_it() throws IOException {
    Path podman = program("podman.exe");
    assertThat(on("Windows 11", directory.toString()).program("podman")).isEqualTo(podman);
  }

  @Test
  void elsewhere_a_program_is_called_by_its_whole_name() throws IOException {
    assertThat(program("podman.exe")).exists();
    assertThat(on("Linux", directory.toString()).program("podman")).isNull();
  }
}
