package dev.drydock.internal.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drydock.internal.plan.ImageLock;
import dev.drydock.model.ImageException;
import dev.drydock.model.ImageName;
import dev.drydock.model.Platform;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class LockRecordTest {

  private static final Platform HERE = Platform.parse("linux/amd64");

  @TempDir private Path directory;

  private Path file() {
    return directory.resolve("drydock.lock");
  }

  private LockRecord record() {
    FakeEngine engine = new FakeEngine();
    for (int i = 0; i < 60; i++) {
      engine.imageIds.put("shop:" + i, "sha256:" + "c".repeat(64));
    }
    return new LockRecord(engine, file());
  }

  @Test
  void two_records_of_one_jvm_write_one_file_and_no_line_is_lost() throws Exception {
    List<LockRecord> records = List.of(record(), record(), record());
    ExecutorService threads = Executors.newFixedThreadPool(6);
    try {
      List<Future<?>> all = new ArrayList<>();
      for (int i = 0; i < 60; i++) {
        LockRecord record = records.get(i % 3);
        ImageName image = ImageName.parse("shop:" + i);
        all.add(threads.submit(() -> record.note(image, image, HERE)));
      }
      for (Future<?> each : all) {
        each.get();
      }
    } finally {
      threads.shutdownNow();
    }
    assertThat(Files.readString(file()).lines().filter(each -> each.startsWith("shop:")))
        .hasSize(60);
    try (Stream<Path> there = Files.list(directory)) {
      assertThat(there).containsExactly(file());
    }
  }

  @Test
  void what_could_not_be_written_is_written_the_next_time() throws IOException {
    Files.createDirectories(file());
    LockRecord record = record();
    ImageName image = ImageName.parse("shop:1");
    assertThatThrownBy(() -> record.note(image, image, HERE)).isInstanceOf(ImageException.class);
    Files.delete(file());
    record.note(image, image, HERE);
    assertThat(Files.readString(file())).contains("shop:1 linux/amd64 local ");
  }

  @Test
  void a_write_puts_a_new_file_in_place_of_the_old_which_stays_whole() throws IOException {
    LockRecord record = record();
    ImageName image = ImageName.parse("shop:1");
    String one = "sha256:" + "a".repeat(64);
    record.write(new ImageLock.Entry(image, HERE, true, one));
    Path old = Files.createLink(directory.resolve("old"), file());
    String before = Files.readString(old);
    record.write(new ImageLock.Entry(image, HERE, true, "sha256:" + "b".repeat(64)));
    assertThat(Files.readString(old)).isEqualTo(before).contains(one);
    assertThat(Files.readString(file())).contains("b".repeat(64)).doesNotContain(one);
  }
}
