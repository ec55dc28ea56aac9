package dev.drydock.benchmarks.child;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The part of this JVM's class path that a contender needs: what a project that used it alone would
 * have. A logging back end is in none of them.
 */
final class ClassPath {

  private static final Map<String, List<String>> JARS =
      Map.of(
          "raw",
          List.of(),
          "drydock",
          List.of("drydock-core-", "slf4j-api-", "jspecify-"),
          "testcontainers",
          List.of(
              "testcontainers-2",
              "commons-compress-",
              "commons-codec-",
              "commons-io-",
              "commons-lang3-",
              "duct-tape-",
              "annotations-",
              "docker-java-api-",
              "docker-java-transport-3",
              "docker-java-transport-zerodep-",
              "jackson-annotations-",
              "jna-",
              "slf4j-api-"));

  private static final List<String> JUNIT =
      List.of(
          "junit-jupiter-api-",
          "junit-jupiter-engine-",
          "junit-platform-launcher-",
          "junit-platform-engine-",
          "junit-platform-commons-",
          "opentest4j-",
          "apiguardian-api-");

  /** What a contender has for JUnit. */
  private static final Map<String, List<String>> EXTENSIONS =
      Map.of(
          "raw",
          List.of(),
          "drydock",
          List.of("drydock-junit5-"),
          "testcontainers",
          List.of("testcontainers-junit-jupiter-"));

  private ClassPath() {}

  static String of(String contender) {
    return String.join(File.pathSeparator, chosen(JARS.getOrDefault(contender, List.of())));
  }

  /** The same for a test run, whose test classes may lie in this folder. */
  static String ofTests(String contender, Path folder) {
    List<String> prefixes = new ArrayList<>(JARS.getOrDefault(contender, List.of()));
    prefixes.addAll(EXTENSIONS.getOrDefault(contender, List.of()));
    prefixes.addAll(JUNIT);
    List<String> chosen = chosen(prefixes);
    chosen.add(1, folder.toString());
    return String.join(File.pathSeparator, chosen);
  }

  private static List<String> chosen(List<String> prefixes) {
    String[] all = System.getProperty("java.class.path").split(File.pathSeparator, -1);
    List<String> chosen = new ArrayList<>();
    // The classes of the benchmarks themselves come first.
    chosen.add(all[0]);
    for (String prefix : prefixes) {
      chosen.add(find(all, prefix));
    }
    return chosen;
  }

  private static String find(String[] all, String prefix) {
    for (String each : all) {
      Path name = Path.of(each).getFileName();
      if (name != null && name.toString().startsWith(prefix)) {
        return each;
      }
    }
    throw new IllegalStateException("no " + prefix + "*.jar on the class path");
  }
}
