package dev.drydock.benchmarks.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ComparisonTest {

  private static final Map<String, Figures> ALL =
      Map.of(
          "raw", new Figures(List.of(100.0, 200.0, 900.0)),
          "drydock", new Figures(List.of(250.0)),
          "testcontainers", new Figures(List.of(500.0)),
          "curl", new Figures(List.of(160.0)));

  @Test
  void medians_are_compared() {
    assertThat(Comparison.DRYDOCK_OVER_RAW.of(ALL)).isEqualTo(1.25);
    assertThat(Comparison.TESTCONTAINERS_OVER_DRYDOCK.of(ALL)).isEqualTo(2);
    assertThat(Comparison.DRYDOCK_MINUS_RAW.of(ALL)).isEqualTo(50);
    assertThat(Comparison.RAW_OVER_CURL.of(ALL)).isEqualTo(1.25);
  }

  @Test
  void drydock_s_own_time_needs_nobody_else() {
    assertThat(Comparison.DRYDOCK.of(Map.of("drydock", new Figures(List.of(4.0))))).isEqualTo(4);
  }

  @Test
  void without_one_of_the_two_there_is_no_number() {
    Map<String, Figures> rawOnly = Map.of("raw", new Figures(List.of(100.0)));

    for (Comparison each : Comparison.values()) {
      assertThat(each.of(rawOnly)).as(each.label()).isNaN();
    }
  }
}
