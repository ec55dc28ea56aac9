package dev.drydock.benchmarks.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.drydock.benchmarks.measure.Comparison;
import dev.drydock.benchmarks.measure.Figures;
import dev.drydock.benchmarks.measure.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The folder of results: one JSON file a case. */
public final class ResultFiles {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path folder;
  private final Facts machine;

  /** In this folder, with the facts of this machine. */
  public ResultFiles(Path folder) {
    this(folder, Machine::facts);
  }

  /** In this folder, with these facts of the machine. */
  public ResultFiles(Path folder, Facts machine) {
    this.folder = folder;
    this.machine = machine;
  }

  /** What is to be known of a machine; some of it only an engine can tell. */
  public interface Facts {

    /** The facts by name, as of now. */
    Map<String, String> get() throws IOException;
  }

  /** Writes a case: its headline at the top, its other rows in a list. */
  public Path write(String caseName, List<Outcome> outcomes) throws IOException {
    ObjectNode json = JSON.createObjectNode().put("case", caseName);
    fill(json, outcomes.get(0));
    ArrayNode rows = json.putArray("rows");
    for (Outcome each : outcomes.subList(1, outcomes.size())) {
      fill(rows.addObject().put("case", each.row().name()), each);
    }
    json.set("machine", JSON.valueToTree(machine.get()));
    return write(caseName, json);
  }

  /** Writes any JSON under this name. */
  public Path write(String name, JsonNode json) throws IOException {
    Files.createDirectories(folder);
    Path file = folder.resolve(name + ".json");
    Files.writeString(file, JSON.writerWithDefaultPrettyPrinter().writeValueAsString(json) + "\n");
    return file;
  }

  /** Reads what was written under this name; empty when nothing was. */
  public JsonNode read(String name) throws IOException {
    Path file = folder.resolve(name + ".json");
    return Files.exists(file) ? JSON.readTree(file.toFile()) : JSON.createObjectNode();
  }

  private static void fill(ObjectNode json, Outcome outcome) {
    json.put("what", outcome.row().what()).put("unit", outcome.row().unit());
    outcome
        .figures()
        .forEach(
            (name, figures) -> {
              ObjectNode one = json.putObject(name);
              one.put("median", round(figures.median(), 3)).put("p90", round(figures.p90(), 3));
              ArrayNode samples = one.putArray("samples");
              figures.samples().forEach(sample -> samples.add(round(sample, 3)));
            });
    for (Comparison each :
        List.of(Comparison.DRYDOCK_OVER_RAW, Comparison.TESTCONTAINERS_OVER_DRYDOCK)) {
      double value = outcome.value(each);
      if (!Double.isNaN(value)) {
        json.put(each.name().toLowerCase(Locale.ROOT), round(value, 2));
      }
    }
    ArrayNode goals = json.putArray("goals");
    for (Outcome.Verdict each : outcome.verdicts()) {
      ObjectNode goal = goals.addObject().put("goal", each.goal().toString());
      if (each.measured()) {
        goal.put("value", Figures.ratio(each.value())).put("met", each.met());
      }
    }
  }

  private static double round(double value, int digits) {
    double scale = Math.pow(10, digits);
    return Math.round(value * scale) / scale;
  }
}
