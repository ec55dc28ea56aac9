package dev.drydock.spec.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drydock.spec.FileContent;
import org.junit.jupiter.api.Test;

class ImageSpecTest {

  private static final ImageSpec PLAIN = ImageSpec.of(Dockerfile.from("busybox:1"));

  private static void refused(String label, String message) {
    assertThatThrownBy(() -> PLAIN.withLabel(label, "1"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }

  @Test
  void a_label_has_a_key() {
    refused("", "label must not be empty, was \"\"");
    refused(" ", "label must not be empty, was \" \"");
  }

  @Test
  void a_label_of_Drydocks_own_is_refused() {
    refused(
        "dev.drydock.kept",
        "label must not begin with dev.drydock, which is Drydock's own, was dev.drydock.kept");
  }

  @Test
  void a_layer_replaces_no_file_that_is_called_like_one() {
    ImageSpec spec =
        ImageSpec.over("busybox:1")
            .withFile("layer-1", FileContent.text("the user's"))
            .withLayer("/a", FileContent.text("a"));
    assertThat(spec.files())
        .hasSize(2)
        .containsEntry("layer-1", FileContent.text("the user's"))
        .containsEntry("layer-2", FileContent.text("a"));
  }
}
