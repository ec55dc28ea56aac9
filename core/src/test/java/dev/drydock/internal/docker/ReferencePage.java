package dev.drydock.internal.docker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** One page of {@code docs/reference/}, read as what it claims. */
public final class ReferencePage {

  /** One row: our words, if it is not one of those left out; calls and fields; what is noted. */
  public record Row(boolean leftOut, List<String> words, List<String> api, String note) {}

  private static final Path PAGES = Path.of("../docs/reference");
  private static final Pattern QUOTED = Pattern.compile("`([^`]+)`");
  private static final Pattern WORD = Pattern.compile("`([A-Z]\\w+\\.[a-z]\\w*)`");
  private static final Pattern CALL = Pattern.compile("(?:GET|HEAD|POST|PUT|DELETE) /.*");

  private final String text;
  private final List<Row> rows = new ArrayList<>();

  private ReferencePage(Path file) {
    try {
      text = Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    String section = "";
    String call = "";
    boolean leftOut = false;
    for (String line : text.lines().toList()) {
      String[] cells = line.split("\\|", -1);
      if (line.startsWith("#")) {
        section = line.startsWith("## ") ? call(line, "") : section;
        call = call(line, section);
      } else if (line.startsWith("| Drydock |") || line.startsWith("| Engine API |")) {
        leftOut = line.startsWith("| Engine API |");
      } else if (line.startsWith("| ") && !line.startsWith("| ---")) {
        rows.add(row(cells, call, leftOut));
      }
    }
  }

  private static String call(String heading, String otherwise) {
    return quoted(heading).stream().findFirst().orElse(otherwise);
  }

  private static Row row(String[] cells, String call, boolean leftOut) {
    String api = leftOut ? cells[1] : cells[3];
    List<String> named = new ArrayList<>();
    for (String each : quoted(api)) {
      named.add(CALL.matcher(each).matches() ? each : call + " " + each);
    }
    List<String> words = leftOut ? List.of() : quoted(cells[1]);
    return new Row(leftOut, words, named, cells[leftOut ? 3 : 4].strip());
  }

  private static List<String> quoted(String text) {
    return QUOTED.matcher(text).results().map(each -> each.group(1)).toList();
  }

  /** All of them. */
  public static List<ReferencePage> all() {
    try (Stream<Path> files = Files.list(PAGES)) {
      return files.sorted().map(ReferencePage::new).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static ReferencePage of(String object) {
    return new ReferencePage(PAGES.resolve(object + ".md"));
  }

  /** The rows of its tables. */
  public List<Row> rows() {
    return rows;
  }

  /** Every word it names, in a table or beside it, such as {@code Container.start}. */
  Set<String> words() {
    Set<String> words = new LinkedHashSet<>();
    Matcher word = WORD.matcher(text);
    while (word.find()) {
      words.add(word.group(1));
    }
    return words;
  }
}
