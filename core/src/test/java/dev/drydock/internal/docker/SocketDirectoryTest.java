package dev.drydock.internal.docker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SocketDirectoryTest {

  private static final String PREFIX = "drydock-podman";

  @TempDir Path directory;
  private Path near;
  private Path deep;
  private Path made;

  @BeforeEach
  void directories() throws IOException {
    near = Files.createTempDirectory(Path.of("/tmp"), "s");
    deep = Files.createDirectory(directory.resolve("deep".repeat(20)));
  }

  @AfterEach
  void remove() throws IOException {
    Files.delete(made);
    Files.delete(near);
  }

  @Test
  void it_is_where_temporary_files_are() throws IOException {
    made = SocketDirectory.create(PREFIX, near.toString(), "/tmp");
    assertThat(made).hasParent(near);
  }

  @Test
  void it_is_in_the_users_own_where_that_is_too_deep() throws IOException {
    made = SocketDirectory.create(PREFIX, deep.toString(), near.toString());
    assertThat(made).hasParent(near);
  }

  @Test
  void it_is_in_tmp_where_the_users_own_is_not_there() throws IOException {
    made = SocketDirectory.create(PREFIX, deep.toString(), "/nowhere");
    assertThat(made).hasParent(Path.of("/tmp"));
  }

  @Test
  void it_is_in_tmp_where_the_users_own_is_too_deep_too() throws IOException {
    made = SocketDirectory.create(PREFIX, deep.toString(), deep.toString());
    assertThat(made).hasParent(Path.of("/tmp"));
  }

  @Test
  void nobody_else_can_enter_it() throws IOException {
    made = SocketDirectory.create(PREFIX, deep.toString(), null);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(made)))
        .isEqualTo("rwx------");
  }
}
