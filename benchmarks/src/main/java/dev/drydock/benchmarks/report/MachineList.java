package dev.drydock.benchmarks.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The machine in the words of the page, one fact a line. Cases are measured on different days under
 * different loads, so a fact stands alone only when it holds for all of them.
 */
final class MachineList {

  /** For each fact, what it is and in which cases. */
  private final Map<String, Map<String, List<String>>> facts = new LinkedHashMap<>();

  private int cases;

  void add(String caseName, JsonNode machine) {
    cases++;
    machine
        .properties()
        .forEach(
            fact ->
                facts
                    .computeIfAbsent(fact.getKey(), name -> new LinkedHashMap<>())
                    .computeIfAbsent(fact.getValue().asText(), value -> new ArrayList<>())
                    .add("`" + caseName + "`"));
  }

  String text() {
    return facts.entrySet().stream()
        .map(fact -> "* " + fact.getKey() + ": " + values(fact.getValue()) + "\n")
        .collect(Collectors.joining());
  }

  private String values(Map<String, List<String>> casesByValue) {
    return casesByValue.entrySet().stream()
        .map(each -> value(each.getKey(), each.getValue()))
        .collect(Collectors.joining("; "));
  }

  private String value(String value, List<String> of) {
    return of.size() == cases ? value : value + " in " + String.join(", ", of);
  }
}
