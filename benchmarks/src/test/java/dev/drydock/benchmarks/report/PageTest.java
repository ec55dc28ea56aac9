package dev.drydock.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PageTest {

  private static final String MARKS =
      """
      Head
      <!-- machine -->
      <!-- end of machine -->
      <!-- figures -->
      <!-- end of figures -->
      <!-- calls -->
      <!-- end of calls -->
      """;

  @TempDir private Path folder;

  @BeforeEach
  void an_empty_page() throws IOException {
    Files.writeString(folder.resolve("benchmarks.md"), MARKS);
  }

  /** A result file as it would be written, of this much. */
  private void result(String name, String goals, String machine) throws IOException {
    String json =
        """
        {"case": "%s", "what": "a start", "unit": "ms", "raw": {"median": 10, "p90": 12},
         "goals": [%s], "rows": [], "machine": {%s}}
        """
            .formatted(name, goals, machine);
    new ResultFiles(folder).write(name, new ObjectMapper().readTree(json));
  }

  private String page() throws IOException {
    new Page(new ResultFiles(folder), folder).write();
    return Files.readString(folder.resolve("benchmarks.md"));
  }

  private static String between(String page, String mark) {
    String begin = "<!-- " + mark + " -->\n";
    return page.substring(
        page.indexOf(begin) + begin.length(), page.indexOf("<!-- end of " + mark + " -->"));
  }

  @Test
  void the_machine_has_the_load_and_date_of_each_case() throws IOException {
    result("start", "", "\"cpu\": \"two cores\", \"load\": \"1.94\"");
    result("log", "", "\"cpu\": \"two cores\", \"load\": \"1.94\", \"date\": \"2026-02-01\"");
    result("stop", "", "\"cpu\": \"two cores\", \"load\": \"14.22\", \"date\": \"2026-02-01\"");

    assertThat(between(page(), "machine"))
        .isEqualTo(
            """
            * cpu: two cores
            * load: 1.94 in `start`, `log`; 14.22 in `stop`
            * date: 2026-02-01 in `log`, `stop`
            """);
  }

  @Test
  void the_figures_say_of_each_goal_what_became_of_it() throws IOException {
    result(
        "start",
        "{\"goal\": \"a\", \"value\": \"1.00\", \"met\": true},"
            + " {\"goal\": \"b\", \"value\": \"1.20\", \"met\": false}, {\"goal\": \"c\"}",
        "");

    assertThat(between(page(), "figures"))
        .endsWith("| a ✓; b ✗ (1.20); c (not measured) |\n")
        .contains("| `start` | a start, ms | 10 (12) |");
  }

  @Test
  void a_machine_s_facts_have_the_load_and_the_day() throws IOException {
    assertThat(Machine.facts("an engine"))
        .containsOnlyKeys("cpu", "os", "java", "engine", "load", "date")
        .containsEntry("engine", "an engine")
        .hasEntrySatisfying("load", load -> assertThat(load).matches("[\\d.]+ \\(5 minutes\\)"))
        .hasEntrySatisfying("date", date -> assertThat(LocalDate.parse(date)).isNotNull());
  }

  @Test
  void without_results_machine_and_figures_stay_as_they_are() throws IOException {
    assertThat(page()).contains("<!-- machine -->\n<!-- end of machine -->");
    assertThat(between(page(), "figures")).isEmpty();
  }
}
