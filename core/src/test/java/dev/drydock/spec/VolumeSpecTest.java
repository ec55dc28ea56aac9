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
}
