package dev.drydock.internal.docker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drydock.engine.LayerProgress;
import dev.drydock.engine.LayerProgress.Stage;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LayerMessageTest {

  private static LayerProgress read(String id, String status, long current, long total) {
    return LayerMessage.read(
        new JsonObject(
            Map.of(
                "id",
                id,
                "status",
                status,
                "progressDetail",
                Map.of("current", current, "total", total))));
  }

  @ParameterizedTest
  @CsvSource({
    "Pulling fs layer, WAITING",
    "Waiting, WAITING",
    "Preparing, WAITING",
    "Downloading, TRANSFER",
    "Pushing, TRANSFER",
    "Verifying Checksum, UNPACKING",
    "Download complete, UNPACKING",
    "Extracting, UNPACKING",
    "Pull complete, DONE",
    "Already exists, DONE",
    "Pushed, DONE",
    "Layer already exists, DONE",
    "Mounted from team/base, DONE"
  })
  void the_engines_words_tell_where_a_layer_is(String status, Stage stage) {
    assertThat(read("a1", status, 0, 0).stage()).isEqualTo(stage);
  }

  @Test
  void bytes_are_told_and_never_more_than_the_total() {
    assertThat(read("a1", "Downloading", 3, 7))
        .isEqualTo(new LayerProgress("a1", Stage.TRANSFER, 3, 7));
    assertThat(read("a1", "Pushing", 9, 7))
        .isEqualTo(new LayerProgress("a1", Stage.TRANSFER, 9, 9));
  }

  @Test
  void what_is_not_about_a_layer_is_passed_over() {
    assertThat(read("17", "Pulling from library/postgres", 0, 0)).isNull();
    assertThat(LayerMessage.read(new JsonObject(Map.of("status", "Digest: sha256:0")))).isNull();
  }
}
