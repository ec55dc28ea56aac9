package dev.drydock.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drydock.benchmarks.measure.Comparison;
import dev.drydock.benchmarks.measure.Figures;
import dev.drydock.benchmarks.measure.Outcome;
import dev.drydock.benchmarks.measure.Row;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TableTest {

  private static final Row ROW =
      Row.of("start", "a start", "ms")
          .withGoal(Comparison.DRYDOCK_OVER_RAW, 1.05)
          .withGoal(Comparison.RAW_OVER_CURL, 1.05);

  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  private final Table table = new Table(new PrintStream(printed, true, StandardCharsets.UTF_8));

  private static Figures one(double sample) {
    return new Figures(List.of(sample));
  }

  private String lastLine() {
    List<String> lines = printed.toString(StandardCharsets.UTF_8).lines().toList();
    return lines.get(lines.size() - 1);
  }

  @Test
  void a_goal_that_was_not_measured_is_not_counted_as_met() {
    table.printGoals(List.of(new Outcome(ROW, Map.of("raw", one(100), "drydock", one(100)))));

    assertThat(lastLine()).isEqualTo("goals: 1 of 2 met, 1 not measured");
  }

  @Test
  void when_all_are_measured_the_sum_says_no_more() {
    table.printGoals(
        List.of(new Outcome(ROW, Map.of("raw", one(100), "drydock", one(200), "curl", one(100)))));

    assertThat(lastLine()).isEqualTo("goals: 1 of 2 met");
  }
}
