package dev.drydock.internal.build;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * What a {@code .dockerignore} hides: patterns in order, of which the last that matches a path, or
 * a directory above it, decides. One that begins with {@code !} shows again what was hidden.
 */
final class IgnoreRules {

  private static final String WILD = "[*?\\[\\\\]";

  private final List<Rule> rules = new ArrayList<>();
  private final @Nullable Path file;

  /**
   * One line of the file.
   *
   * @param plain what a path must begin with to match: all of the pattern, or its directories
   *     before the first that may be called differently
   */
  record Rule(int line, String text, boolean shows, Pattern pattern, String plain) {}

  private IgnoreRules(@Nullable Path file) {
    this.file = file;
  }

  /** Nothing is hidden. */
  static IgnoreRules none() {
    return new IgnoreRules(null);
  }

  /**
   * Reads the text of such a file.
   *
   * @throws IllegalArgumentException when a line is no pattern; the message says which
   */
  static IgnoreRules parse(Path file, String text) {
    IgnoreRules rules = new IgnoreRules(file);
    List<String> lines = text.replace("\uFEFF", "").lines().toList();
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i).strip();
      // A comment is one only at the very beginning of its line.
      if (!lines.get(i).startsWith("#") && !line.isEmpty()) {
        rules.add(i + 1, line);
      }
    }
    return rules;
  }

  private void add(int number, String line) {
    boolean shows = line.startsWith("!");
    String pattern = clean(shows ? line.substring(1).strip() : line);
    if (pattern.isEmpty()) {
      throw new IllegalArgumentException(
          "line " + number + " of " + file + " is no pattern: " + line);
    }
    try {
      rules.add(new Rule(number, line, shows, compile(pattern), plain(pattern)));
    } catch (PatternSyntaxException e) {
      throw new IllegalArgumentException(
          "line " + number + " of " + file + " is no pattern: " + line, e);
    }
  }

  /** Without what a path can do without: {@code ./}, {@code a/../}, slashes at both ends. */
  private static String clean(String pattern) {
    List<String> parts = new ArrayList<>();
    for (String each : pattern.split("/", -1)) {
      if (each.equals("..") && !parts.isEmpty() && !parts.get(parts.size() - 1).equals("..")) {
        parts.remove(parts.size() - 1);
      } else if (!each.isEmpty()
          && !each.equals(".")
          && !(each.equals("..") && pattern.startsWith("/"))) {
        parts.add(each);
      }
    }
    return parts.isEmpty() && !pattern.isEmpty() ? "." : String.join("/", parts);
  }

  private static String plain(String pattern) {
    Matcher wild = Pattern.compile(WILD).matcher(pattern);
    return wild.find() ? pattern.substring(0, pattern.lastIndexOf('/', wild.start()) + 1) : pattern;
  }

  private static Pattern compile(String pattern) {
    StringBuilder regex = new StringBuilder();
    boolean inClass = false;
    for (int i = 0; i < pattern.length(); i++) {
      char c = pattern.charAt(i);
      if (inClass) {
        i = classCharacter(pattern, i, regex);
        inClass = c != ']';
      } else if (c == '*' && i + 1 < pattern.length() && pattern.charAt(i + 1) == '*') {
        i++;
        if (i + 1 < pattern.length() && pattern.charAt(i + 1) == '/') {
          i++;
        }
        regex.append(i + 1 == pattern.length() ? ".*" : "(?:.*/)?");
      } else if (c == '*') {
        regex.append("[^/]*");
      } else if (c == '?') {
        regex.append("[^/]");
      } else if (c == '[') {
        regex.append('[');
        inClass = true;
      } else if (c == '\\' && i + 1 < pattern.length()) {
        i++;
        regex.append(Pattern.quote(String.valueOf(pattern.charAt(i))));
      } else {
        regex.append(Pattern.quote(String.valueOf(c)));
      }
    }
    if (inClass) {
      throw new PatternSyntaxException("a [ has no ]", pattern, pattern.length());
    }
    return Pattern.compile(regex.toString(), Pattern.DOTALL);
  }

  /** Within brackets the two languages agree, but for what only Java knows. */
  private static int classCharacter(String pattern, int at, StringBuilder regex) {
    char c = pattern.charAt(at);
    if (c == '[' || c == '&') {
      regex.append('\\');
    }
    regex.append(c);
    if (c == '\\' && at + 1 < pattern.length()) {
      regex.append(pattern.charAt(at + 1));
      return at + 1;
    }
    return at;
  }

  /** The rule that hides the path; null when it is to be seen. */
  @Nullable Rule hiding(String path) {
    Rule hiding = null;
    for (Rule each : rules) {
      // What shows again matters only to what is hidden, and the other way round.
      if (each.shows() == (hiding != null) && matches(each, path)) {
        hiding = each.shows() ? null : each;
      }
    }
    return hiding;
  }

  private static boolean matches(Rule rule, String path) {
    if (rule.pattern().matcher(path).matches()) {
      return true;
    }
    for (int slash = path.indexOf('/'); slash > 0; slash = path.indexOf('/', slash + 1)) {
      if (rule.pattern().matcher(path.substring(0, slash)).matches()) {
        return true;
      }
    }
    return false;
  }

  /**
   * Whether something below a hidden directory may be shown again: whether what a rule shows begins
   * as the directory's path does. What is hidden is often large: {@code *}, {@code !src}.
   */
  boolean mayShowBelow(String directory) {
    for (Rule each : rules) {
      if (each.shows() && reaches(each.plain(), directory + "/")) {
        return true;
      }
    }
    return false;
  }

  private static boolean reaches(String plain, String below) {
    boolean ends = plain.isEmpty() || plain.endsWith("/");
    return plain.startsWith(below) || (ends && below.startsWith(plain));
  }

  /** The file they are in; null when there is none. */
  @Nullable Path file() {
    return file;
  }
}
