package dev.drydock.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class OptionsTest {

  @Test
  void all_contenders_take_part_unless_some_are_named() {
    assertThat(Options.parse("start").only())
        .containsExactly("raw", "curl", "drydock", "testcontainers");
    assertThat(Options.parse("start", "--only", "drydock,raw").only())
        .containsExactly("drydock", "raw");
  }

  @Test
  void the_empty_name_is_no_contender() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Options.parse("start", "--only", ""))
        .withMessageStartingWith("there is no contender \"\"");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Options.parse("start", "--only", "raw, drydock"))
        .withMessageStartingWith("there is no contender \" drydock\"");
  }

  @Test
  void rounds_are_left_to_the_experiments_unless_their_number_is_given() {
    assertThat(Options.parse("start").reps()).isZero();
    assertThat(Options.parse("start", "--reps", "7").reps()).isEqualTo(7);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Options.parse("start", "--reps", "0"))
        .withMessage("--reps must be 1 or more, was 0");
  }

  @Test
  void an_option_without_a_value_is_refused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Options.parse("start", "--only"))
        .withMessage("--only needs a value");
  }
}
