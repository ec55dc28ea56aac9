package dev.drydock.house;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Puts code that runs into pages. A marker before a fenced block names where the block is cut from:
 *
 * <pre>{@code
 * <!-- cut: examples/plain-java/src/main/java/com/example/plainjava/Main.java#start -->
 * }</pre>
 *
 * <p>The named region is what stands in that file between {@code // docs: start} and {@code //
 * docs: end} (or the same words in an XML, shell or SQL comment). Without {@code #start} it is the
 * whole file. A block of Java must have a marker and must come from a test or an example.
 */
final class DocsCutter {
  private static final Pattern MARKER = Pattern.compile("\\s*<!-- cut: ([^#\\s]+)(?:#(\\S+))? -->");
  private static final Pattern FENCE = Pattern.compile("(\\s*)(```+)(\\S*).*");
  private static final Pattern REGION =
      Pattern.compile("\\s*(?://|#|--|<!--|/\\*) docs: (\\S+)\\s*(?:-->|\\*/)?\\s*");
  private static final Pattern TESTED = Pattern.compile("examples/.*|(.*/)?src/test/.*");

  private final Path root;
  private final String name;
  private final List<String> problems = new ArrayList<>();
  private final List<String> result = new ArrayList<>();

  private DocsCutter(Path root, String name) {
    this.root = root;
    this.name = name;
  }

  /**
   * A page as it should be.
   *
   * @param lines the page with its blocks cut anew
   * @param problems what a person must mend: markers that lead nowhere, Java without a marker
   */
  record Cut(List<String> lines, List<String> problems) {}

  static Cut cut(Path root, Path page) {
    DocsCutter cutter = new DocsCutter(root, root.relativize(page).toString());
    cutter.read(Repository.read(page).lines().toList());
    return new Cut(cutter.result, cutter.problems);
  }

  private void read(List<String> lines) {
    Matcher marker = null;
    int markerNumber = 0;
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      result.add(line);
      Matcher fence = FENCE.matcher(line);
      if (fence.matches()) {
        int end = end(lines, i, fence.group(2));
        block(lines.subList(i + 1, end), i + 1, fence, marker);
        if (end < lines.size()) {
          result.add(lines.get(end));
        }
        i = end;
        marker = null;
      } else if (!line.isBlank()) {
        unused(marker, markerNumber);
        Matcher found = MARKER.matcher(line);
        marker = found.matches() ? found : null;
        markerNumber = i + 1;
      }
    }
    unused(marker, markerNumber);
  }

  private void unused(@Nullable Matcher marker, int number) {
    if (marker != null) {
      problems.add("%s:%d: no block follows the marker".formatted(name, number));
    }
  }

  private static int end(List<String> lines, int start, String fence) {
    for (int i = start + 1; i < lines.size(); i++) {
      if (lines.get(i).strip().equals(fence)) {
        return i;
      }
    }
    return lines.size();
  }

  private void block(List<String> lines, int number, Matcher fence, @Nullable Matcher marker) {
    boolean isJava = fence.group(3).equals("java");
    if (marker == null) {
      if (isJava) {
        problems.add(
            "%s:%d: Java without a marker: write <!-- cut: path/to/Test.java#name --> before it"
                .formatted(name, number));
      }
      result.addAll(lines);
      return;
    }
    if (isJava && !TESTED.matcher(marker.group(1)).matches()) {
      problems.add("%s:%d: %s is no test".formatted(name, number, marker.group(1)));
    }
    List<String> region = region(marker.group(1), marker.group(2), number);
    if (region == null) {
      result.addAll(lines);
    } else {
      String indent = fence.group(1);
      region.forEach(line -> result.add(line.isEmpty() ? line : indent + line));
    }
  }

  private @Nullable List<String> region(String path, @Nullable String region, int number) {
    Path file = root.resolve(path);
    if (!Files.isRegularFile(file)) {
      problems.add("%s:%d: there is no file %s".formatted(name, number, path));
      return null;
    }
    List<String> lines = new ArrayList<>();
    boolean isInside = region == null;
    boolean isFound = isInside;
    for (String line : Repository.read(file).lines().toList()) {
      Matcher mark = REGION.matcher(line);
      if (!mark.matches()) {
        if (isInside) {
          lines.add(line);
        }
      } else if (region != null) {
        isInside = mark.group(1).equals(region);
        isFound |= isInside;
      }
    }
    if (!isFound || (isInside && region != null)) {
      problems.add(
          "%s:%d: %s has no region from 'docs: %s' to 'docs: end'"
              .formatted(name, number, path, region));
      return null;
    }
    return withoutIndent(lines);
  }

  private static List<String> withoutIndent(List<String> lines) {
    int indent =
        lines.stream()
            .filter(line -> !line.isBlank())
            .mapToInt(line -> line.length() - line.stripLeading().length())
            .min()
            .orElse(0);
    List<String> result = new ArrayList<>();
    for (String line : lines) {
      result.add(line.isBlank() ? "" : line.substring(indent));
    }
    while (!result.isEmpty() && result.get(result.size() - 1).isEmpty()) {
      result.remove(result.size() - 1);
    }
    while (!result.isEmpty() && result.get(0).isEmpty()) {
      result.remove(0);
    }
    return result;
  }
}
