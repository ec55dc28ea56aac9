package dev.drydock.internal.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drydock.engine.Settings;
import dev.drydock.model.ImageException;
import dev.drydock.model.ImageName;
import dev.drydock.model.Platform;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ImageLockTest {

  private static final Platform AMD = Platform.parse("linux/amd64");
  private static final Platform ARM = Platform.parse("linux/arm64");
  private static final String A = "sha256:" + "a".repeat(64);
  private static final String B = "sha256:" + "b".repeat(64);
  private static final ImageName POSTGRES = ImageName.parse("postgres:17");
  private static final ImageName SHOP = ImageName.parse("shop:1.4");

  @TempDir private Path directory;

  private Path file() {
    return directory.resolve("drydock.lock");
  }

  private ImageLocking locking(String mode, String... lines) throws IOException {
    Files.writeString(file(), "drydock.lock 1\n" + String.join("\n", lines) + "\n");
    return ImageLocking.of(
        Settings.of(key -> Optional.empty())
            .with("drydock.lock", mode)
            .with("drydock.lock.file", file().toString()));
  }

  @Test
  void what_is_written_is_read_again_in_one_order() throws IOException {
    ImageLock lock =
        ImageLock.none()
            .with(new ImageLock.Entry(SHOP, AMD, true, B))
            .with(new ImageLock.Entry(POSTGRES, ARM, false, B))
            .with(new ImageLock.Entry(POSTGRES, AMD, false, A));
    assertThat(lock)
        .hasToString(
            """
            drydock.lock 1
            # Which image each name stands for. Written by `drydock prepare`; keep it in version control.
            postgres:17 linux/amd64 %s
            postgres:17 linux/arm64 %s
            shop:1.4 linux/amd64 local %s
            """
                .formatted(A, B, B));
    Files.writeString(file(), lock.toString());
    assertThat(ImageLock.read(file())).hasToString(lock.toString());
    assertThat(ImageLock.read(file()).entries()).isEqualTo(lock.entries());
  }

  @Test
  void a_name_with_only_a_digest_is_not_the_one_with_the_tag_latest() throws IOException {
    ImageLocking locking = locking("locked", "shop:latest linux/amd64 " + A);
    ImageName exact = ImageName.parse("shop@" + B);
    assertThat(locking.apply(exact, AMD)).isEqualTo(exact);
  }

  @Test
  void names_that_mean_the_same_image_are_one_line() {
    ImageLock lock = ImageLock.none().with(new ImageLock.Entry(POSTGRES, AMD, false, A));
    assertThat(lock.find(ImageName.parse("docker.io/library/postgres:17"), AMD).digest())
        .isEqualTo(A);
    assertThat(lock.find(ImageName.parse("postgres"), AMD)).isNull();
    assertThat(
            lock.with(new ImageLock.Entry(ImageName.parse("docker.io/postgres:17"), AMD, false, B))
                .entries())
        .hasSize(1);
  }

  @Test
  void a_locked_name_becomes_one_with_a_digest_and_a_local_one_an_identifier() throws IOException {
    ImageLocking lock =
        locking("locked", "postgres:17 linux/amd64 " + A, "shop:1.4 linux/amd64 local " + B);
    assertThat(lock.apply(POSTGRES, AMD)).hasToString("postgres@" + A);
    assertThat(lock.apply(SHOP, AMD)).hasToString(B);
    assertThat(lock.applyByName(SHOP, AMD, "")).isEqualTo(SHOP);
    assertThat(lock.applyByName(POSTGRES, AMD, "")).hasToString("postgres@" + A);
    assertThat(lock.chosen(ImageName.parse("postgres@" + A)).name()).isEqualTo(POSTGRES);
    assertThat(lock.chosen(ImageName.parse(B)).name()).isEqualTo(SHOP);
    assertThat(lock.chosen(POSTGRES)).isNull();
  }

  @Test
  void a_digest_in_a_name_and_what_a_session_made_need_no_line() throws IOException {
    ImageLocking lock = locking("locked");
    lock.made(ImageName.parse("drydock-commit-0a1b2c3d-7"));
    for (String each :
        new String[] {
          "postgres:17@" + A, "drydock-commit-0a1b2c3d-7", "drydock/shop:" + "0a".repeat(16)
        }) {
      assertThat(lock.apply(ImageName.parse(each), AMD)).hasToString(each);
    }
  }

  @Test
  void a_stale_file_is_named_with_what_it_lacks() throws IOException {
    ImageLocking lock = locking("locked", "postgres:17 linux/amd64 " + A);
    assertThatThrownBy(() -> lock.apply(ImageName.parse("nginx:1.27"), AMD))
        .isInstanceOf(ImageException.class)
        .hasMessage(
            """
            Image nginx:1.27 is not in lock file %s, which is older than the wish for it.
              Hint:       lock it with `drydock prepare nginx:1.27`, or run the tests once with \
            drydock.lock=update"""
                .formatted(file()));
  }

  @Test
  void an_image_that_another_setting_named_is_locked_itself_and_refused_with_both()
      throws IOException {
    locking("locked");
    Path map = Files.writeString(directory.resolve("map"), "nginx:1.27=mine/nginx:1.27\n");
    ImageNaming naming =
        ImageNaming.of(
            Settings.of(key -> Optional.empty())
                .with("drydock.image.map", map.toString())
                .with("drydock.lock", "locked")
                .with("drydock.lock.file", file().toString()));
    ImageName named = ImageName.parse("nginx:1.27");
    assertThatThrownBy(() -> naming.apply(named, AMD, () -> null))
        .hasMessage(
            """
            Image mine/nginx:1.27, which drydock.image.map names in place of nginx:1.27, is not in \
            lock file %s, which is older than the wish for it.
              Hint:       lock it with `drydock prepare mine/nginx:1.27`, or run the tests once with \
            drydock.lock=update"""
                .formatted(file()));
    Files.writeString(file(), "drydock.lock 1\nmine/nginx:1.27 linux/amd64 " + A + "\n");
    ImageNaming locked =
        ImageNaming.of(
            Settings.of(key -> Optional.empty())
                .with("drydock.image.map", map.toString())
                .with("drydock.lock", "locked")
                .with("drydock.lock.file", file().toString()));
    assertThat(locked.apply(named, AMD, () -> null)).hasToString("mine/nginx@" + A);
  }

  @Test
  void a_file_for_another_platform_is_named_with_both() throws IOException {
    ImageLocking lock = locking("locked", "postgres:17 linux/arm64 " + A);
    assertThatThrownBy(() -> lock.apply(POSTGRES, AMD))
        .isInstanceOf(ImageException.class)
        .hasMessage(
            """
            Image postgres:17 is locked for linux/arm64 in %s, and is wanted for linux/amd64.
              Hint:       lock it for this platform too, on an engine that has it: `drydock prepare \
            postgres:17`"""
                .formatted(file()));
  }

  @Test
  void a_name_with_another_digest_than_the_lock_is_refused_with_both() throws IOException {
    ImageLocking lock = locking("locked", "postgres:17 linux/amd64 " + A);
    assertThatThrownBy(() -> lock.apply(POSTGRES.withDigest(B), AMD))
        .isInstanceOf(ImageException.class)
        .hasMessage(
            """
            Image postgres:17@%s is locked to another digest in %s.
              Named:      %s
              Locked:     %s
              Hint:       leave the digest out of the name, or lock it anew: `drydock prepare --update \
            postgres:17`"""
                .formatted(B, file(), B, A));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          postgres:17 | it must be a name, a platform and a digest, perhaps with `local` before it, and is "postgres:17"
          postgres:17 linux/amd64 remote sha256:0 | it must be a name, a platform and a digest, perhaps with `local` before it, and is "postgres:17 linux/amd64 remote sha256:0"
          Postgres:17 linux/amd64 sha256:0 | not an image name: "Postgres:17"; its repository must be lower-case letters and digits, parted by '/', '.', '_' or '-'
          postgres:17 amd64 sha256:0 | platform must look like linux/amd64, was amd64
          postgres:17 linux/amd64 sha256:0 | digest must look like sha256:<64 lower-case hex digits>, was "sha256:0"
          """)
  void a_wrong_line_is_named_with_its_number(String line, String why) {
    assertThatThrownBy(() -> locking("locked", "# a note", line))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            """
            Line 3 of lock file %s is wrong: %s.
              Hint:       mend the line, or take it out and lock the image anew: `drydock prepare NAME`"""
                .formatted(file(), why));
  }

  @Test
  void two_lines_for_one_image_are_refused() {
    assertThatThrownBy(
            () ->
                locking(
                    "locked",
                    "postgres:17 linux/amd64 " + A,
                    "docker.io/library/postgres:17 linux/amd64 " + B))
        .hasMessage(
            """
            Line 3 of lock file %s is wrong: docker.io/library/postgres:17 has a digest for \
            linux/amd64 in line 2 too.
              Hint:       mend the line, or take it out and lock the image anew: `drydock prepare NAME`"""
                .formatted(file()));
  }

  @Test
  void a_digest_in_the_name_of_a_line_is_refused() {
    assertThatThrownBy(() -> locking("locked", "postgres@" + A + " linux/amd64 " + A))
        .hasMessageStartingWith(
            "Line 2 of lock file "
                + file()
                + " is wrong: the name must have no digest of its own, was postgres@"
                + A
                + ".\n");
  }

  @Test
  void another_file_is_not_taken_for_a_lock() throws IOException {
    Files.writeString(file(), "{\"lockfileVersion\": 3}\n");
    assertThatThrownBy(() -> ImageLock.read(file()))
        .hasMessage(
            """
            Line 1 of lock file %s is wrong: it must say `drydock.lock 1`, and says \
            "{"lockfileVersion": 3}".
              Hint:       mend the line, or take it out and lock the image anew: `drydock prepare NAME`"""
                .formatted(file()));
  }

  @Test
  void a_file_that_is_not_there_is_named() {
    assertThatThrownBy(() -> ImageLock.read(file()))
        .hasMessage(
            "drydock.lock.file must be a readable file, was "
                + file()
                + ". `drydock prepare NAME…` makes one.");
  }

  @Test
  void a_wrong_mode_is_refused() {
    assertThatThrownBy(() -> locking("frozen"))
        .hasMessage("drydock.lock must be locked, offline, update or off, was frozen");
  }

  @Test
  void off_and_nothing_are_the_same_and_an_update_needs_no_file() throws IOException {
    assertThat(locking("off")).isNull();
    assertThat(ImageLocking.of(Settings.of(key -> Optional.empty()))).isNull();
    Files.delete(Files.writeString(file(), ""));
    assertThat(locking("update").binds()).isFalse();
  }
}
