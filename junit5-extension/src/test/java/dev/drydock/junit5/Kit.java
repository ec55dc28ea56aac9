package dev.drydock.junit5;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import dev.drydock.Drydock;
import dev.drydock.engine.Engine;
import dev.drydock.engine.EngineAddress;
import dev.drydock.engine.EngineProvider;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.reporting.ReportEntry;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;

/** A run of test classes by JUnit's own kit, and what it told and left. */
final class Kit {

  private final EngineExecutionResults results;

  private Kit(EngineExecutionResults results) {
    this.results = results;
  }

  static Kit run(Class<?>... classes) {
    return run(Map.of(), classes);
  }

  /** With every class and test in parallel. */
  static Kit runInParallel(Class<?>... classes) {
    return run(
        Map.of(
            "junit.jupiter.execution.parallel.enabled", "true",
            "junit.jupiter.execution.parallel.mode.default", "concurrent",
            "junit.jupiter.execution.parallel.config.strategy", "fixed",
            "junit.jupiter.execution.parallel.config.fixed.parallelism", "4"),
        classes);
  }

  /** Where no engine is: what is refused here is refused before anything starts. */
  static Kit runWithoutEngine(Class<?>... classes) {
    return run(Map.of("drydock.engine", "unix:///nowhere/engine.sock"), classes);
  }

  /** With these configuration parameters. */
  static Kit run(Map<String, String> parameters, Class<?>... classes) {
    DiscoverySelector[] selectors =
        Arrays.stream(classes).map(each -> selectClass(each)).toArray(DiscoverySelector[]::new);
    return new Kit(
        EngineTestKit.engine("junit-jupiter")
            .selectors(selectors)
            // What is prepared for a later class would be counted as left behind.
            .configurationParameter("drydock.prefetch", "off")
            .configurationParameters(parameters)
            .execute());
  }

  /** What JUnit told of the run. */
  EngineExecutionResults results() {
    return results;
  }

  /** The values that the tests reported under a key, in order. */
  List<String> reported(String key) {
    return results.allEvents().reportingEntryPublished().stream()
        .map(event -> event.getRequiredPayload(ReportEntry.class).getKeyValuePairs().get(key))
        .filter(value -> value != null)
        .toList();
  }

  /** Why tests and classes failed, in order. */
  List<Throwable> failures() {
    return results.allEvents().failed().stream()
        .map(event -> event.getRequiredPayload(TestExecutionResult.class))
        .map(result -> result.getThrowable().orElseThrow())
        .toList();
  }

  /** Why classes and tests were skipped, in order. */
  List<String> skipped() {
    return results.allEvents().skipped().stream()
        .map(event -> event.getRequiredPayload(String.class))
        .toList();
  }

  /** How many tests passed, if no test and no class failed. */
  long passed() {
    List<Throwable> failures = failures();
    if (!failures.isEmpty()) {
      throw new AssertionError("not all passed", failures.get(0));
    }
    return results.testEvents().succeeded().count();
  }

  /** What this process has on the engine now. */
  static List<String> left() {
    String process = "/" + ProcessHandle.current().pid() + "/";
    EngineAddress address;
    try (Drydock drydock = Drydock.connect()) {
      address = drydock.engine().address();
    }
    try (Engine engine = connect(address)) {
      return engine.find(Map.of("dev.drydock", "true")).stream()
          .filter(each -> each.labels().getOrDefault("dev.drydock.owner", "").contains(process))
          .map(each -> each.kind() + " " + each.name())
          .toList();
    }
  }

  private static Engine connect(EngineAddress address) {
    return ServiceLoader.load(EngineProvider.class).stream()
        .map(ServiceLoader.Provider::get)
        .filter(each -> each.supports(address))
        .findFirst()
        .orElseThrow()
        .connect(address);
  }
}
