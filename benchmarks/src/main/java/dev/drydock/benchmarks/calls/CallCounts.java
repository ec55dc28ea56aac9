package dev.drydock.benchmarks.calls;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.drydock.benchmarks.child.ChildJvm;
import dev.drydock.benchmarks.contender.Contenders;
import dev.drydock.benchmarks.report.ResultFiles;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Which calls each contender makes, and when: in a fresh JVM for its first container, then for one
 * more start and one more stop.
 */
public final class CallCounts {

  /** Long enough for what a contender does behind its caller's back. */
  private static final long SETTLE_MILLIS = 1000;

  private CallCounts() {}

  /** Measures, prints, and writes {@code calls.json}. */
  public static void measure(ResultFiles results, PrintStream out) throws Exception {
    ObjectNode json = new ObjectMapper().createObjectNode();
    for (String contender : List.of("raw", "drydock", "testcontainers")) {
      ObjectNode phases = json.putObject(contender);
      Path socket = Files.createTempDirectory("calls").resolve("engine.sock");
      long begin = System.nanoTime();
      try (CountingProxy proxy = CountingProxy.open(socket, Path.of(Contenders.socket()));
          ChildJvm child = ChildJvm.launch(contender, Map.of("DOCKER_HOST", "unix://" + socket))) {
        child.awaitDone();
        write(phases, "first start", begin, proxy);
        begin = System.nanoTime();
        child.ask("stop");
        write(phases, "first stop", begin, proxy);
        begin = System.nanoTime();
        child.ask("start");
        write(phases, "warm start", begin, proxy);
        begin = System.nanoTime();
        child.ask("stop");
        write(phases, "warm stop", begin, proxy);
      } finally {
        Files.deleteIfExists(socket.resolveSibling(""));
      }
      print(contender, phases, out);
    }
    results.write("calls", json);
  }

  private static void write(ObjectNode phases, String phase, long begin, CountingProxy proxy)
      throws InterruptedException {
    double total = millis(System.nanoTime() - begin);
    Thread.sleep(SETTLE_MILLIS);
    ObjectNode json = phases.putObject(phase).put("total", total);
    ArrayNode calls = json.putArray("calls");
    for (CountingProxy.Call each : proxy.take()) {
      ObjectNode call = calls.addObject().put("call", anonymous(each.request));
      call.put("at", millis(each.sent - begin));
      if (each.answered != 0) {
        call.put("took", millis(each.answered - each.sent));
      }
    }
  }

  private static double millis(long nanos) {
    return Math.round(nanos / 1e5) / 10.0;
  }

  private static void print(String contender, ObjectNode phases, PrintStream out) {
    phases
        .properties()
        .forEach(
            phase -> {
              JsonNode calls = phase.getValue().path("calls");
              out.printf(
                  Locale.ROOT,
                  "%s, %s: %d calls, %.1f ms%n",
                  contender,
                  phase.getKey(),
                  calls.size(),
                  phase.getValue().path("total").asDouble());
              calls.forEach(
                  call ->
                      out.printf(
                          Locale.ROOT,
                          "  %8.1f %8.1f  %s%n",
                          call.path("at").asDouble(),
                          call.path("took").asDouble(),
                          call.path("call").asText()));
            });
  }

  /** Without what differs from run to run. */
  static String anonymous(String call) {
    return call.replaceAll("[0-9a-f]{64}", "ID")
        .replaceAll("drydock-[a-z]+-[0-9a-f]{8}-[0-9]+", "NAME")
        .replaceAll("filters=[^&]*", "filters=…");
  }
}
