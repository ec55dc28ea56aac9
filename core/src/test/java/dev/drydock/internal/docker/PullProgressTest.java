package dev.drydock.internal.docker;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class PullProgressTest {

  private final AtomicLong clock = new AtomicLong();
  private final PullProgress progress = new PullProgress(clock::get);

  private String take(String id, String status) {
    return progress.take(new JsonObject(Map.of("id", id, "status", status)));
  }

  private String download(String id, long current, long total) {
    return progress.take(
        new JsonObject(
            Map.of(
                "id",
                id,
                "status",
                "Downloading",
                "progressDetail",
                Map.of("current", current, "total", total))));
  }

  private void pass(long millis) {
    clock.addAndGet(TimeUnit.MILLISECONDS.toNanos(millis));
  }

  @Test
  void a_quick_pull_says_nothing() {
    assertThat(take("17", "Pulling from library/postgres")).isNull();
    assertThat(take("a", "Pulling fs layer")).isNull();
    pass(900);
    assertThat(take("a", "Pull complete")).isNull();
  }

  @Test
  void layers_and_megabytes_are_summed_up() {
    take("17", "Pulling from library/postgres");
    take("a", "Pulling fs layer");
    take("b", "Already exists");
    take("c", "Waiting");
    download("a", 1_500_000, 4_000_000);
    pass(1000);
    assertThat(download("c", 500_000, 6_000_000)).isEqualTo("1 of 3 layers, 2.0 of 10.0 MB");
  }

  @Test
  void a_line_comes_at_most_once_a_second() {
    pass(1000);
    assertThat(take("a", "Waiting")).isNotNull();
    pass(999);
    assertThat(take("a", "Waiting")).isNull();
    pass(1);
    assertThat(take("a", "Waiting")).isNotNull();
  }

  @Test
  void a_layer_that_is_there_counts_whole() {
    download("a", 1, 3_000_000);
    take("a", "Download complete");
    pass(1000);
    assertThat(take("a", "Extracting")).isEqualTo("0 of 1 layers, 3.0 of 3.0 MB");
    pass(1000);
    assertThat(take("a", "Pull complete")).isEqualTo("1 of 1 layers, 3.0 of 3.0 MB");
  }

  @Test
  void messages_without_a_layer_are_passed_over() {
    pass(5000);
    assertThat(take("", "Digest: sha256:0")).isNull();
    assertThat(progress.take(new JsonObject(Map.of("status", "Status: Downloaded")))).isNull();
  }
}
