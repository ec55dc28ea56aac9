package dev.drydock.benchmarks.report;

import com.fasterxml.jackson.databind.JsonNode;
import dev.drydock.benchmarks.cases.Cases;
import dev.drydock.benchmarks.measure.Case;
import dev.drydock.benchmarks.measure.Figures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Brings the tables of {@code docs/benchmarks.md} and its picture to the newest results. */
public final class Page {

  private static final List<String> CONTENDERS =
      List.of("raw", "drydock", "testcontainers", "curl");

  private final ResultFiles results;
  private final Path docs;

  /** Of these results, in this folder of pages. */
  public Page(ResultFiles results, Path docs) {
    this.results = results;
    this.docs = docs;
  }

  /** Rewrites what stands between the page's marks, and the picture. */
  public void write() throws IOException {
    List<JsonNode> rows = new ArrayList<>();
    MachineList machine = new MachineList();
    for (Case each : Cases.all()) {
      JsonNode json = results.read(each.name());
      if (json.has("case")) {
        rows.add(json);
        json.path("rows").forEach(rows::add);
        machine.add(each.name(), json.path("machine"));
      }
    }
    Path page = docs.resolve("benchmarks.md");
    String text = Files.readString(page);
    if (!rows.isEmpty()) {
      text = between(text, "machine", machine.text());
      text = between(text, "figures", figures(rows));
    }
    text = between(text, "calls", calls(results.read("calls")));
    Files.writeString(page, text);
    Files.writeString(docs.resolve("benchmarks.svg"), new Picture(rows).svg());
  }

  private static String between(String text, String mark, String content) {
    String begin = "<!-- " + mark + " -->\n";
    String end = "<!-- end of " + mark + " -->";
    int from = text.indexOf(begin);
    int to = text.indexOf(end);
    if (from < 0 || to < from) {
      throw new IllegalStateException("the page has no place for " + mark);
    }
    return text.substring(0, from + begin.length()) + content + text.substring(to);
  }

  private static String figures(List<JsonNode> rows) {
    StringBuilder table =
        new StringBuilder(
            "| case | what | raw | drydock | testcontainers | drydock/raw | testcontainers/drydock"
                + " | goals |\n| --- | --- | ---: | ---: | ---: | ---: | ---: | --- |\n");
    for (JsonNode row : rows) {
      table.append("| `").append(row.path("case").asText()).append("` | ");
      table.append(row.path("what").asText()).append(", ").append(row.path("unit").asText());
      for (String each : CONTENDERS.subList(0, 3)) {
        table.append(" | ").append(figure(row.path(each)));
      }
      table.append(" | ").append(ratio(row.path("drydock_over_raw")));
      table.append(" | ").append(ratio(row.path("testcontainers_over_drydock")));
      List<String> goals = new ArrayList<>();
      row.path("goals").forEach(goal -> goals.add(goal.path("goal").asText() + mark(goal)));
      table.append(" | ").append(String.join("; ", goals)).append(" |\n");
    }
    return table.toString();
  }

  private static String mark(JsonNode goal) {
    if (!goal.has("met")) {
      return " (not measured)";
    }
    return goal.path("met").asBoolean() ? " ✓" : " ✗ (" + goal.path("value").asText() + ")";
  }

  private static String figure(JsonNode contender) {
    return contender.isMissingNode()
        ? ""
        : Figures.plain(contender.path("median").asDouble())
            + " ("
            + Figures.plain(contender.path("p90").asDouble())
            + ")";
  }

  private static String ratio(JsonNode ratio) {
    return ratio.isMissingNode() ? "" : Figures.ratio(ratio.asDouble());
  }

  private static String calls(JsonNode contenders) {
    StringBuilder table =
        new StringBuilder("| engine calls | first start | first stop | warm start | warm stop |\n")
            .append("| --- | ---: | ---: | ---: | ---: |\n");
    StringBuilder lists = new StringBuilder();
    contenders
        .properties()
        .forEach(
            contender -> {
              table.append("| ").append(contender.getKey());
              contender
                  .getValue()
                  .properties()
                  .forEach(
                      phase -> {
                        JsonNode calls = phase.getValue().path("calls");
                        table.append(" | ").append(calls.size());
                        lists.append(list(contender.getKey(), phase.getKey(), phase.getValue()));
                      });
              table.append(" |\n");
            });
    return table.append(lists).toString();
  }

  private static String list(String contender, String phase, JsonNode json) {
    StringBuilder list = new StringBuilder();
    list.append("\n").append(contender).append(", ").append(phase).append(", ");
    list.append(Figures.plain(json.path("total").asDouble())).append(" ms:\n\n```text\n");
    list.append("  at ms  took ms\n");
    json.path("calls")
        .forEach(
            call ->
                list.append(
                    String.format(
                        Locale.ROOT,
                        "%7.1f %8.1f  %s%n",
                        call.path("at").asDouble(),
                        call.path("took").asDouble(),
                        call.path("call").asText())));
    return list.append("```\n").toString();
  }
}
