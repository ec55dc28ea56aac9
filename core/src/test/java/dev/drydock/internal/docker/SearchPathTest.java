package dev.drydock.internal.docker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SearchPathTest {

  @TempDir private Path first;
  @TempDir private Path second;
  private String both = "";

  @BeforeEach
  void name_both() {
    both = first + File.pathSeparator + second;
  }

  private static Path program(Path directory, String name) throws IOException {
    Path file = Files.createFile(directory.resolve(name));
    assertThat(file.toFile().setExecutable(true)).isTrue();
    return file;
  }

  @Test
  void the_first_directory_that_has_it_wins() throws IOException {
    Path wanted = program(first, "docker");
    program(second, "docker");
    assertThat(SearchPath.find(both, "docker", "")).isEqualTo(wanted);
  }

  @Test
  void its_name_may_have_one_of_the_ends() throws IOException {
    Path wanted = program(second, "docker.exe");
    assertThat(SearchPath.find(both, "docker", "", ".exe")).isEqualTo(wanted);
    assertThat(SearchPath.find(both, "docker", "")).isNull();
  }

  @Test
  void neither_a_directory_nor_a_file_that_is_no_program_is_one() throws IOException {
    Files.createDirectory(first.resolve("docker"));
    Files.createFile(second.resolve("docker"));
    assertThat(SearchPath.find(both, "docker", "")).isNull();
  }

  @Test
  void a_relative_directory_is_passed_over() throws IOException {
    program(first, "docker");
    String relative = Path.of("").toAbsolutePath().relativize(first).toString();
    assertThat(SearchPath.find(relative, "docker", "")).isNull();
  }
}
