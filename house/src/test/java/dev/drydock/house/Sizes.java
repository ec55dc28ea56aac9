package dev.drydock.house;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** How big things may be. */
final class Sizes {
  static final int LINES = 300;
  static final int PUBLIC_TYPES = 15;
  static final long DEPENDENCIES = 256L * 1024;

  private Sizes() {}

  /** Source files over the limit whose class the page of decisions does not name. */
  static List<String> longClasses(List<Path> sources, String decisions) {
    List<String> violations = new ArrayList<>();
    for (Path source : sources) {
      long lines = Repository.read(source).lines().count();
      String name = source.getFileName().toString().replace(".java", "");
      if (lines > LINES && !names(decisions, name)) {
        violations.add(
            "%s has %d lines: over %d, `%s` needs a line in docs/design-decisions.md"
                .formatted(source.getFileName(), lines, LINES, name));
      }
    }
    return violations;
  }

  /** Packages over the limit that the page of decisions does not name. */
  static List<String> bigPackages(List<Class<?>> classes, String decisions) {
    Map<String, Integer> count = new TreeMap<>();
    for (Class<?> type : classes) {
      if (Modifier.isPublic(type.getModifiers()) && type.getEnclosingClass() == null) {
        count.merge(type.getPackageName(), 1, Integer::sum);
      }
    }
    List<String> violations = new ArrayList<>();
    count.forEach(
        (name, types) -> {
          if (types > PUBLIC_TYPES && !names(decisions, name)) {
            violations.add(
                "%s has %d public types: over %d, `%s` needs a line in docs/design-decisions.md"
                    .formatted(name, types, PUBLIC_TYPES, name));
          }
        });
    return violations;
  }

  /** What the jars of a class path weigh together, if that is over the limit. */
  static List<String> dependencies(String classPath) {
    List<Path> jars =
        Pattern.compile(File.pathSeparator, Pattern.LITERAL)
            .splitAsStream(classPath.strip())
            .map(Path::of)
            .sorted(Comparator.comparingLong(Sizes::bytes).reversed())
            .toList();
    long sum = jars.stream().mapToLong(Sizes::bytes).sum();
    if (sum <= DEPENDENCIES) {
      return List.of();
    }
    List<String> violations = new ArrayList<>();
    violations.add(
        "core's run-time dependencies weigh %,d bytes, over %,d:".formatted(sum, DEPENDENCIES));
    jars.forEach(jar -> violations.add("%,12d %s".formatted(bytes(jar), jar.getFileName())));
    return violations;
  }

  private static boolean names(String decisions, String name) {
    return Pattern.compile("`([\\w.]+\\.)?" + Pattern.quote(name) + "`").matcher(decisions).find();
  }

  private static long bytes(Path file) {
    try {
      return Files.size(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
