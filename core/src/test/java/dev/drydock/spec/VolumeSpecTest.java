package dev.drydock.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

class VolumeSpecTest {

  @Test
  void a_label_of_Drydocks_own_is_refused() {
    assertThatThrownBy(() -> VolumeSpec.of().withLabel("dev.drydock.session", "mine"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "label must not begin with dev.drydock, which is Drydock's own, was"
                + " dev.drydock.session");
  }

  @Test
  void a_label_like_Drydocks_is_the_users() {
    assertThat(VolumeSpec.of().withLabel("dev.drydocks", "1").labels())
        .isEqualTo(Map.of("dev.drydocks", "1"));
  }

  @Test
  void each_word_gives_a_copy() {
    VolumeSpec plain = VolumeSpec.of();
    assertThat(plain.withName("data")).isNotEqualTo(plain).hasToString("volume data");
    assertThat(plain).isEqualTo(VolumeSpec.of()).hasToString("volume");
  }

  @Test
  void what_no_engine_could_take_is_refused_at_the_word() {
    assertThatThrownBy(() -> VolumeSpec.of().withDriver(" "))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("volume driver must not be blank, was \" \"");
    assertThatThrownBy(() -> VolumeSpec.of().withDriverOption("", "1"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("driver option must not be blank, was \"\"");
    assertThatThrownBy(() -> VolumeSpec.of().withFile("conf", FileContent.text("")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("file path in the volume must begin with /, its root, was conf");
    assertThatThrownBy(() -> VolumeSpec.of().withKeptName("x"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "volume name must be two or more letters, digits, '_', '.' or '-', the first a letter"
                + " or digit, was x");
    assertThatThrownBy(() -> VolumeSpec.of().withName("/data"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "volume name must be two or more letters, digits, '_', '.' or '-', the first a letter"
                + " or digit, was /data");
    assertThatThrownBy(() -> VolumeSpec.of().withLabel("", "1"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("label must not be empty, was \"\"");
  }

  @Test
  void a_name_is_kept_or_not_as_was_said_last() {
    VolumeSpec kept = VolumeSpec.of().withKeptName("cache");
    assertThat(kept.kept()).isTrue();
    assertThat(kept.withName("cache").kept()).isFalse();
    assertThat(kept).isNotEqualTo(VolumeSpec.of().withName("cache"));
  }

  @Test
  void files_and_options_are_put_and_taken_away() {
    VolumeSpec spec =
        VolumeSpec.of()
            .withFile("/a", FileContent.text("1"))
            .withFile("/a", FileContent.text("2"))
            .withDriverOption("o", "size=1m");
    assertThat(spec.files()).isEqualTo(Map.of("/a", FileContent.text("2")));
    assertThat(spec.withoutFiles().withoutDriverOptions()).isEqualTo(VolumeSpec.of());
  }
}
