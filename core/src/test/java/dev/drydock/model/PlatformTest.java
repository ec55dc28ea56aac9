package dev.drydock.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class PlatformTest {

  @Test
  void it_reads_as_it_is_written() {
    assertThat(Platform.parse("linux/arm/v7")).hasToString("linux/arm/v7");
    assertThat(Platform.parse("linux/amd64")).isEqualTo(new Platform("linux", "amd64", ""));
  }

  @Test
  void a_kernels_name_of_a_processor_counts_as_Gos() {
    assertThat(Platform.parse("linux/x86_64")).hasToString("linux/amd64");
    assertThat(Platform.parse("linux/aarch64")).hasToString("linux/arm64");
  }

  @Test
  void what_is_none_is_refused() {
    assertThatThrownBy(() -> Platform.parse("amd64"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("platform must look like linux/amd64, was amd64");
    assertThatThrownBy(() -> Platform.parse("plan9/amd64"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("platform's system must be linux or windows, was plan9");
    assertThatThrownBy(() -> Platform.parse("linux/"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("platform's architecture must be a word such as amd64 or arm64, was ");
  }
}
