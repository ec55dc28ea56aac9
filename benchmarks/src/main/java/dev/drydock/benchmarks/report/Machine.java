package dev.drydock.benchmarks.report;

import dev.drydock.benchmarks.contender.Contenders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.Map;

/** What a reader has to know of the machine that made the figures. */
final class Machine {

  private Machine() {}

  static Map<String, String> facts() throws IOException {
    return facts(Contenders.engine());
  }

  /** With this engine; load and date are those of the moment, so a case's own. */
  static Map<String, String> facts(String engine) throws IOException {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("cpu", cpu() + ", " + Runtime.getRuntime().availableProcessors() + " cores");
    facts.put(
        "os",
        System.getProperty("os.name") + " " + System.getProperty("os.version").split("-", -1)[0]);
    facts.put(
        "java", System.getProperty("java.vm.name") + " " + System.getProperty("java.version"));
    facts.put("engine", engine);
    facts.put("load", load());
    facts.put("date", LocalDate.now(ZoneOffset.UTC).toString());
    return facts;
  }

  private static String cpu() throws IOException {
    return Files.readAllLines(Path.of("/proc/cpuinfo")).stream()
        .filter(line -> line.startsWith("model name"))
        .map(line -> line.substring(line.indexOf(':') + 1).trim())
        .findFirst()
        .orElse(System.getProperty("os.arch"));
  }

  private static String load() throws IOException {
    return Files.readString(Path.of("/proc/loadavg")).split(" ", -1)[1] + " (5 minutes)";
  }
}
