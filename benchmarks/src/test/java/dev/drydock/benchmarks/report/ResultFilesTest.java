package dev.drydock.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.drydock.benchmarks.measure.Comparison;
import dev.drydock.benchmarks.measure.Figures;
import dev.drydock.benchmarks.measure.Outcome;
import dev.drydock.benchmarks.measure.Row;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The shape of a result file, which others read too. */
class ResultFilesTest {

  private static final Row ROW =
      Row.of("start", "a start", "ms").withGoal(Comparison.TESTCONTAINERS_OVER_DRYDOCK, 1.3);

  @TempDir private Path folder;

  private JsonNode written(Outcome... outcomes) throws IOException {
    ResultFiles files = new ResultFiles(folder, () -> Map.of("load", "1.50 (5 minutes)"));
    files.write("start", List.of(outcomes));
    return new ObjectMapper().readTree(folder.resolve("start.json").toFile());
  }

  private static Outcome ofAll(String row) {
    Map<String, Figures> figures = new LinkedHashMap<>();
    figures.put("raw", new Figures(List.of(100.0, 300.0, 200.0)));
    figures.put("drydock", new Figures(List.of(212.0, 220.0)));
    figures.put("testcontainers", new Figures(List.of(432.00049)));
    return new Outcome(new Row(row, ROW.what(), ROW.unit(), ROW.goals()), figures);
  }

  private static final List<String> OF_A_ROW =
      List.of(
          "case",
          "what",
          "unit",
          "raw",
          "drydock",
          "testcontainers",
          "drydock_over_raw",
          "testcontainers_over_drydock",
          "goals");

  private static Outcome withoutTestcontainers() {
    return new Outcome(
        ROW, Map.of("raw", new Figures(List.of(1.0)), "drydock", new Figures(List.of(2.0))));
  }

  @Test
  void the_headline_stands_at_the_top() throws IOException {
    JsonNode json = written(ofAll("start"));

    assertThat(json.fieldNames())
        .toIterable()
        .containsExactlyElementsOf(
            Stream.concat(OF_A_ROW.stream(), Stream.of("rows", "machine")).toList());
    assertThat(json.path("case").asText()).isEqualTo("start");
    assertThat(json.path("unit").asText()).isEqualTo("ms");
    assertThat(json.at("/machine/load").asText()).isEqualTo("1.50 (5 minutes)");
  }

  @Test
  void a_contender_has_median_percentile_and_all_samples_in_their_order() throws IOException {
    JsonNode json = written(ofAll("start"));

    assertThat(json.path("raw"))
        .hasToString("{\"median\":200.0,\"p90\":300.0,\"samples\":[100.0,300.0,200.0]}");
    assertThat(json.path("drydock"))
        .hasToString("{\"median\":216.0,\"p90\":220.0,\"samples\":[212.0,220.0]}");
    assertThat(json.path("testcontainers"))
        .hasToString("{\"median\":432.0,\"p90\":432.0,\"samples\":[432.0]}");
  }

  @Test
  void ratios_are_of_medians_and_have_two_digits() throws IOException {
    JsonNode json = written(ofAll("start"));

    assertThat(json.path("drydock_over_raw").asDouble()).isEqualTo(1.08);
    assertThat(json.path("testcontainers_over_drydock").asDouble()).isEqualTo(2.0);
    assertThat(json.path("goals"))
        .hasToString(
            "[{\"goal\":\"testcontainers/drydock ≥ 1.30\",\"value\":\"2.00\",\"met\":true}]");
  }

  @Test
  void who_takes_no_part_has_neither_figures_nor_a_ratio_nor_a_goal_that_is_met()
      throws IOException {
    JsonNode json = written(withoutTestcontainers());

    assertThat(json.has("testcontainers")).isFalse();
    assertThat(json.has("testcontainers_over_drydock")).isFalse();
    assertThat(json.path("drydock_over_raw").asDouble()).isEqualTo(2.0);
    assertThat(json.path("goals")).hasToString("[{\"goal\":\"testcontainers/drydock ≥ 1.30\"}]");
  }

  @Test
  void the_other_rows_have_the_same_shape_in_a_list() throws IOException {
    JsonNode json = written(withoutTestcontainers(), ofAll("start-late"));

    assertThat(json.path("rows")).hasSize(1);
    JsonNode row = json.path("rows").get(0);
    assertThat(row.path("case").asText()).isEqualTo("start-late");
    assertThat(row.fieldNames()).toIterable().containsExactlyElementsOf(OF_A_ROW);
  }
}
