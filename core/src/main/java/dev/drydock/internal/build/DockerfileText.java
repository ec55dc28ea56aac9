package dev.drydock.internal.build;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The text of a Dockerfile, read as far as Drydock must know it: its instructions and their lines,
 * its stages, and the images it is based on. The builder has the last word on all else.
 */
final class DockerfileText {

  /** Most Dockerfiles do without, and a new JVM feels each. */
  private static final class Patterns {
    static final Pattern DIRECTIVE = Pattern.compile("#\\s*([A-Za-z]+)\\s*=\\s*(\\S+)\\s*");
    static final Pattern HEREDOC = Pattern.compile("<<-?\\s*[\"']?([A-Za-z_][A-Za-z0-9_]*)[\"']?");
    static final Pattern MOUNT = Pattern.compile("(?:^|\\s)--mount=(?:[^\\s,]*,)*from=([^\\s,]+)");
    static final Pattern ASKS =
        Pattern.compile("(?:^|\\s)--mount=(?:[^\\s,]*,)*type=(secret|ssh)(?=[\\s,])");
  }

  private final List<Instruction> instructions = new ArrayList<>();
  private final List<Stage> stages = new ArrayList<>();
  private final GlobalArgs globals;
  private boolean foreign;

  /** One instruction: the line it begins in, its word in capitals, and what follows. */
  record Instruction(int line, String word, String rest) {

    /** The flag {@code --NAME=…}, or an empty text. */
    String flag(String name) {
      if (!rest.contains("--")) {
        return "";
      }
      Matcher matcher = Pattern.compile("(?:^|\\s)--" + name + "=(\\S+)").matcher(rest);
      return matcher.find() ? matcher.group(1) : "";
    }

    String withoutFlags() {
      return rest.startsWith("--") ? rest.replaceFirst("^(?:--\\S+\\s+)+", "") : rest;
    }

    @Override
    public String toString() {
      return word + " " + rest;
    }
  }

  /** A stage: its name, or its number, the image or stage it is based on, what it does. */
  record Stage(int index, String name, String base, List<Instruction> instructions) {

    boolean isCalled(String wanted) {
      return name.equalsIgnoreCase(wanted) || Integer.toString(index).equals(wanted);
    }

    // Not a record's own, which are made at run time: a new JVM would feel it.

    @Override
    public boolean equals(@Nullable Object other) {
      return this == other;
    }

    @Override
    public int hashCode() {
      return index;
    }
  }

  /**
   * Reads a text.
   *
   * @param buildArgs the values given for {@code ARG}
   * @param platform what need not be declared
   */
  DockerfileText(String text, Map<String, String> buildArgs, PlatformArgs platform) {
    this.globals = new GlobalArgs(buildArgs, platform);
    read(text);
    for (Instruction each : instructions) {
      if (each.word().equals("FROM")) {
        begin(each);
      } else if (!stages.isEmpty()) {
        stages.get(stages.size() - 1).instructions().add(each);
      } else if (each.word().equals("ARG")) {
        globals.declare(each.rest());
      }
    }
  }

  private void read(String text) {
    char escape = '\\';
    boolean head = true;
    List<String> lines = List.of(text.replace("\uFEFF", "").split("\n", -1));
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i).strip();
      Matcher directive = head && line.startsWith("#") ? Patterns.DIRECTIVE.matcher(line) : null;
      if (directive != null && directive.matches()) {
        String name = directive.group(1).toLowerCase(Locale.ROOT);
        escape = name.equals("escape") ? directive.group(2).charAt(0) : escape;
        foreign |= name.equals("syntax");
        continue;
      }
      head = false;
      if (line.isEmpty() || line.startsWith("#")) {
        continue;
      }
      int first = i;
      StringBuilder whole = new StringBuilder();
      while (true) {
        boolean more = line.endsWith(String.valueOf(escape));
        whole.append(more ? line.substring(0, line.length() - 1).stripTrailing() : line);
        if (!more || i + 1 >= lines.size()) {
          break;
        }
        do {
          line = lines.get(++i).strip();
        } while ((line.startsWith("#") || line.isEmpty()) && i + 1 < lines.size());
        whole.append(' ');
      }
      String all = whole.toString().strip();
      int end = Words.end(all);
      String word = all.substring(0, end).toUpperCase(Locale.ROOT);
      String rest = all.substring(end).stripLeading();
      instructions.add(new Instruction(first + 1, word, rest));
      if (Set.of("RUN", "COPY", "ADD").contains(word)) {
        i = afterHeredocs(rest, lines, i);
      }
    }
  }

  /** The last line of the texts that the instruction takes with it, or the line it ends in. */
  private static int afterHeredocs(String rest, List<String> lines, int last) {
    if (!rest.contains("<<")) {
      return last;
    }
    int at = last;
    Matcher heredoc = Patterns.HEREDOC.matcher(rest);
    while (heredoc.find()) {
      int end = at + 1;
      while (end < lines.size() && !lines.get(end).strip().equals(heredoc.group(1))) {
        end++;
      }
      if (end == lines.size()) {
        return at;
      }
      at = end;
    }
    return at;
  }

  private void begin(Instruction from) {
    List<String> words = Words.of(from.withoutFlags());
    int count = words.size();
    boolean named = count >= 3 && words.get(count - 2).equalsIgnoreCase("as");
    stages.add(
        new Stage(
            stages.size(),
            named ? words.get(count - 1) : "",
            expand(count == 0 ? "" : words.get(0)),
            new ArrayList<>()));
  }

  /** With the values of the arguments before the first stage, and those of the platform. */
  String expand(String text) {
    return globals.expand(text);
  }

  /** As a builder does it that knows nothing of platforms. */
  String expandPlainly(String text) {
    return globals.expandPlainly(text);
  }

  /** The lines of the instructions with this word. */
  List<Integer> lines(String word) {
    List<Integer> lines = new ArrayList<>();
    for (Instruction each : instructions) {
      if (each.word().equals(word)) {
        lines.add(each.line());
      }
    }
    return lines;
  }

  List<Instruction> instructions() {
    return instructions;
  }

  List<Stage> stages() {
    return stages;
  }

  /** Whether it names a frontend of its own, which may know other instructions. */
  boolean isForeign() {
    return foreign;
  }

  /** The stage of this name or number, or else the last; null when there is none. */
  @Nullable Stage stage(@Nullable String target) {
    if (target == null) {
      return stages.isEmpty() ? null : stages.get(stages.size() - 1);
    }
    return before(stages.size(), target);
  }

  /** The stage of this name or number among the first ones; null when there is none. */
  @Nullable Stage before(int index, String name) {
    for (int i = index - 1; i >= 0; i--) {
      if (stages.get(i).isCalled(name)) {
        return stages.get(i);
      }
    }
    return null;
  }

  /** The name by which builders call a stage; nothing when there is but one. */
  String called(Stage stage) {
    return stages.size() < 2
        ? ""
        : stage.name().isEmpty() ? "stage-" + stage.index() : stage.name();
  }

  /** The stages without which this one cannot be built, and itself. */
  Set<Stage> needed(Stage stage) {
    Set<Stage> needed = new LinkedHashSet<>();
    need(stage, needed);
    return needed;
  }

  private void need(Stage stage, Set<Stage> needed) {
    if (!needed.add(stage)) {
      return;
    }
    for (String each : sources(stage)) {
      Stage other = before(stage.index(), each);
      if (other != null) {
        need(other, needed);
      }
    }
  }

  /** The images that are no stages, from which these stages begin or copy. */
  Set<String> images(Set<Stage> ofStages) {
    Set<String> images = new LinkedHashSet<>();
    for (Stage stage : ofStages) {
      for (String each : sources(stage)) {
        if (before(stage.index(), each) == null
            && !each.equals("scratch")
            && each.indexOf('$') < 0) {
          images.add(each);
        }
      }
    }
    return images;
  }

  /** What in these stages wants a client that stays connected; empty when nothing does. */
  String client(Set<Stage> ofStages) {
    for (Stage stage : ofStages) {
      for (Instruction each : stage.instructions()) {
        if (!each.word().equals("RUN") || !each.rest().contains("--")) {
          continue;
        }
        Matcher asks = Patterns.ASKS.matcher(each.rest());
        if (asks.find()) {
          String what = asks.group(1).equals("ssh") ? "an agent of ssh" : "a secret";
          return "RUN in line " + each.line() + " mounts " + what;
        }
      }
    }
    return "";
  }

  private static List<String> sources(Stage stage) {
    List<String> sources = new ArrayList<>(List.of(stage.base()));
    for (Instruction each : stage.instructions()) {
      sources.addAll(copied(each));
    }
    return sources;
  }

  /** What an instruction within a stage names as the place it reads from. */
  static List<String> copied(Instruction instruction) {
    List<String> copied = new ArrayList<>();
    if (instruction.word().equals("COPY") && !instruction.flag("from").isEmpty()) {
      copied.add(instruction.flag("from"));
    } else if (instruction.word().equals("RUN") && instruction.rest().contains("--")) {
      Matcher mount = Patterns.MOUNT.matcher(instruction.rest());
      while (mount.find()) {
        copied.add(mount.group(1));
      }
    }
    return copied;
  }
}
