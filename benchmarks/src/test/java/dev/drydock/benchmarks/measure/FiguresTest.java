package dev.drydock.benchmarks.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FiguresTest {

  @Test
  void the_median_is_the_middle_one_or_the_mean_of_the_two_in_the_middle() {
    assertThat(new Figures(List.of(9.0, 1.0, 2.0)).median()).isEqualTo(2);
    assertThat(new Figures(List.of(9.0, 1.0, 2.0, 4.0)).median()).isEqualTo(3);
  }

  @Test
  void nine_of_ten_do_not_exceed_the_ninetieth_percentile() {
    assertThat(upTo(10).p90()).isEqualTo(9);
    assertThat(upTo(11).p90()).isEqualTo(10);
    assertThat(upTo(30).p90()).isEqualTo(27);
    assertThat(upTo(1).p90()).isEqualTo(1);
  }

  /** So many down to 1, since the order of samples must not matter. */
  private static Figures upTo(int most) {
    return new Figures(IntStream.range(0, most).mapToObj(i -> (double) (most - i)).toList());
  }

  @Test
  void there_are_no_figures_without_a_sample() {
    assertThatThrownBy(() -> new Figures(List.of())).hasMessageContaining("at least one sample");
  }

  @Test
  void a_ratio_that_is_not_a_number_is_printed_in_words() {
    assertThat(Figures.ratio(1.005)).isEqualTo("1.01");
    assertThat(Figures.ratio(Double.NaN)).isEqualTo("n/a");
  }
}
