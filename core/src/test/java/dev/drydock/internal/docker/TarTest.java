package dev.drydock.internal.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class TarTest {

  private static final String LONG = "a/long/way/".repeat(30) + "file";
  private static final String ACCENTS = "grüße/日本語/" + "é".repeat(60);

  private final ByteArrayOutputStream archive = new ByteArrayOutputStream();

  private void file(TarWriter tar, String name, byte[] content) throws IOException {
    tar.beginFile(name, 0640, content.length, 1_700_000_000);
    tar.write(content, 0, content.length);
    tar.endFile();
  }

  private TarArchiveInputStream written() {
    return new TarArchiveInputStream(new ByteArrayInputStream(archive.toByteArray()), "UTF-8");
  }

  private TarReader reader() {
    return new TarReader(new ByteArrayInputStream(archive.toByteArray()));
  }

  private static byte[] random(int size) {
    byte[] bytes = new byte[size];
    new Random(size).nextBytes(bytes);
    return bytes;
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 511, 512, 513, 100_000})
  void a_written_file_is_read_by_others(int size) throws IOException {
    TarWriter tar = new TarWriter(archive);
    file(tar, "dir/name", random(size));
    file(tar, "next", new byte[] {1});
    tar.end();
    try (TarArchiveInputStream other = written()) {
      TarArchiveEntry entry = other.getNextEntry();
      assertThat(entry.getName()).isEqualTo("dir/name");
      assertThat(entry.getMode() & 07777).isEqualTo(0640);
      assertThat(entry.getLongUserId()).isZero();
      assertThat(entry.getLongGroupId()).isZero();
      assertThat(entry.getLastModifiedTime().toMillis()).isEqualTo(1_700_000_000_000L);
      assertThat(other.readAllBytes()).isEqualTo(random(size));
      assertThat(other.getNextEntry().getName()).isEqualTo("next");
      assertThat(other.getNextEntry()).isNull();
    }
  }

  static List<String> names() {
    return List.of(LONG, ACCENTS, "ü");
  }

  @ParameterizedTest
  @MethodSource("names")
  void a_written_name_of_any_length_and_script_is_read_by_others(String name) throws IOException {
    TarWriter tar = new TarWriter(archive);
    file(tar, name, new byte[] {1, 2});
    tar.end();
    try (TarArchiveInputStream other = written()) {
      assertThat(other.getNextEntry().getName()).isEqualTo(name);
      assertThat(other.readAllBytes()).containsExactly(1, 2);
    }
  }

  @Test
  void a_name_of_every_length_round_the_limit_is_read_by_others() throws IOException {
    TarWriter tar = new TarWriter(archive);
    for (int length = 80; length < 1100; length++) {
      file(tar, "n".repeat(length), new byte[0]);
    }
    tar.end();
    try (TarArchiveInputStream other = written()) {
      for (int length = 80; length < 1100; length++) {
        assertThat(other.getNextEntry().getName()).hasSize(length);
      }
    }
  }

  @Test
  void written_links_and_directories_are_read_by_others() throws IOException {
    TarWriter tar = new TarWriter(archive);
    tar.directory("empty", 0755, 0);
    tar.link("link", "../target", 0);
    tar.link("far", LONG, 0);
    tar.end();
    try (TarArchiveInputStream other = written()) {
      TarArchiveEntry directory = other.getNextEntry();
      assertThat(directory.isDirectory()).isTrue();
      assertThat(directory.getName()).isEqualTo("empty/");
      TarArchiveEntry link = other.getNextEntry();
      assertThat(link.isSymbolicLink()).isTrue();
      assertThat(link.getLinkName()).isEqualTo("../target");
      assertThat(other.getNextEntry().getLinkName()).isEqualTo(LONG);
    }
  }

  @Test
  void a_written_size_of_more_than_8_gigabytes_is_read_by_others() throws IOException {
    TarWriter tar = new TarWriter(archive);
    tar.beginFile("huge", 0644, 20L << 30, 0);
    try (TarArchiveInputStream other = written()) {
      assertThat(other.getNextEntry().getSize()).isEqualTo(20L << 30);
    }
  }

  private TarArchiveOutputStream others(int longFiles, int bigNumbers) {
    TarArchiveOutputStream other = new TarArchiveOutputStream(archive, "UTF-8");
    other.setLongFileMode(longFiles);
    other.setBigNumberMode(bigNumbers);
    other.setAddPaxHeadersForNonAsciiNames(longFiles == TarArchiveOutputStream.LONGFILE_POSIX);
    return other;
  }

  private static void put(TarArchiveOutputStream other, TarArchiveEntry entry, byte[] content)
      throws IOException {
    entry.setSize(content.length);
    other.putArchiveEntry(entry);
    other.write(content);
    other.closeArchiveEntry();
  }

  @ParameterizedTest
  @ValueSource(ints = {TarArchiveOutputStream.LONGFILE_GNU, TarArchiveOutputStream.LONGFILE_POSIX})
  void what_others_write_is_read(int longFiles) throws IOException {
    try (TarArchiveOutputStream other = others(longFiles, TarArchiveOutputStream.BIGNUMBER_STAR)) {
      put(other, new TarArchiveEntry("dir/"), new byte[0]);
      TarArchiveEntry script = new TarArchiveEntry("dir/run");
      script.setMode(0100751);
      put(other, script, random(5000));
      put(other, new TarArchiveEntry(LONG), random(10));
      put(other, new TarArchiveEntry(ACCENTS), random(512));
      TarArchiveEntry link = new TarArchiveEntry("link", TarConstants.LF_SYMLINK);
      link.setLinkName(LONG);
      put(other, link, new byte[0]);
      TarArchiveEntry hard = new TarArchiveEntry("hard", TarConstants.LF_LINK);
      hard.setLinkName("dir/run");
      put(other, hard, new byte[0]);
    }
    TarReader tar = reader();
    assertThat(tar.next()).isEqualTo(new TarReader.Entry("dir", '5', "", 0, 0755));
    assertThat(tar.next()).isEqualTo(new TarReader.Entry("dir/run", '0', "", 5000, 0751));
    assertThat(tar.content().readAllBytes()).isEqualTo(random(5000));
    assertThat(tar.next()).isEqualTo(new TarReader.Entry(LONG, '0', "", 10, 0644));
    assertThat(tar.next()).isEqualTo(new TarReader.Entry(ACCENTS, '0', "", 512, 0644));
    assertThat(tar.content().readAllBytes()).isEqualTo(random(512));
    assertThat(tar.next()).isEqualTo(new TarReader.Entry("link", '2', LONG, 0, 0644));
    assertThat(tar.next()).isEqualTo(new TarReader.Entry("hard", '1', "dir/run", 0, 0644));
    assertThat(tar.next()).isNull();
  }

  @Test
  void a_size_in_binary_is_read() throws IOException {
    TarArchiveOutputStream other =
        others(TarArchiveOutputStream.LONGFILE_GNU, TarArchiveOutputStream.BIGNUMBER_STAR);
    TarArchiveEntry entry = new TarArchiveEntry("huge");
    entry.setSize(20L << 30);
    other.putArchiveEntry(entry);
    other.flush();
    assertThat(reader().next()).isEqualTo(new TarReader.Entry("huge", '0', "", 20L << 30, 0644));
  }

  @Test
  void an_entry_that_nobody_read_is_skipped() throws IOException {
    TarWriter tar = new TarWriter(archive);
    file(tar, "first", random(3000));
    file(tar, "second", random(7));
    tar.end();
    TarReader reader = reader();
    assertThat(reader.next().name()).isEqualTo("first");
    assertThat(reader.content().readNBytes(100)).hasSize(100);
    assertThat(reader.next().name()).isEqualTo("second");
    assertThat(reader.content().readAllBytes()).isEqualTo(random(7));
  }

  @Test
  void an_archive_that_ends_within_a_file_is_an_error() throws IOException {
    TarWriter tar = new TarWriter(archive);
    file(tar, "first", random(3000));
    byte[] torn = Arrays.copyOf(archive.toByteArray(), 2000);
    TarReader reader = new TarReader(new ByteArrayInputStream(torn));
    assertThat(reader.next().name()).isEqualTo("first");
    assertThatThrownBy(() -> reader.content().readAllBytes()).isInstanceOf(EOFException.class);
    assertThat(reader.failure()).isNotNull();
  }

  @Test
  void what_is_no_archive_is_an_error() {
    byte[] page = "<html>".repeat(200).getBytes(StandardCharsets.UTF_8);
    TarReader reader = new TarReader(new ByteArrayInputStream(page));
    assertThatThrownBy(reader::next)
        .isInstanceOf(IOException.class)
        .hasMessageContaining("not a tar archive");
  }
}
