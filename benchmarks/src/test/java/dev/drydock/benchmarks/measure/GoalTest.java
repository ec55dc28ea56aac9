package dev.drydock.benchmarks.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GoalTest {

  private static final Goal AT_MOST = new Goal(Comparison.DRYDOCK_OVER_RAW, 1.05);
  private static final Goal AT_LEAST = new Goal(Comparison.TESTCONTAINERS_OVER_DRYDOCK, 1.3);

  @Test
  void an_upper_bound_is_met_up_to_the_limit_as_it_is_printed() {
    assertThat(AT_MOST.isMetBy(0.5)).isTrue();
    assertThat(AT_MOST.isMetBy(1.0549)).isTrue();
    assertThat(AT_MOST.isMetBy(1.056)).isFalse();
  }

  @Test
  void a_lower_bound_is_met_from_the_limit_on_as_it_is_printed() {
    assertThat(AT_LEAST.isMetBy(2)).isTrue();
    assertThat(AT_LEAST.isMetBy(1.2951)).isTrue();
    assertThat(AT_LEAST.isMetBy(1.294)).isFalse();
  }

  @Test
  void what_was_not_measured_meets_no_goal() {
    assertThat(AT_MOST.isMetBy(Double.NaN)).isFalse();
    assertThat(AT_LEAST.isMetBy(Double.NaN)).isFalse();
  }

  @Test
  void a_verdict_says_met_missed_or_not_measured() {
    Row row =
        Row.of("start", "a start", "ms")
            .withGoal(Comparison.DRYDOCK_OVER_RAW, 1.05)
            .withGoal(Comparison.DRYDOCK_MINUS_RAW, 15)
            .withGoal(Comparison.TESTCONTAINERS_OVER_DRYDOCK, 1.3);
    Outcome outcome =
        new Outcome(
            row,
            Map.of("raw", new Figures(List.of(500.0)), "drydock", new Figures(List.of(520.0))));

    assertThat(outcome.verdicts())
        .extracting(Outcome.Verdict::toString)
        .containsExactly(
            "start: drydock/raw ≤ 1.05, is 1.04: met",
            "start: drydock-raw ≤ 15, is 20.00: missed",
            "start: testcontainers/drydock ≥ 1.30, is n/a: not measured");
  }
}
