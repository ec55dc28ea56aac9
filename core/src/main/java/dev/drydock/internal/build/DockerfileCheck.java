package dev.drydock.internal.build;

import dev.drydock.internal.build.DockerfileText.Instruction;
import dev.drydock.internal.build.DockerfileText.Stage;
import dev.drydock.model.ImageException;
import dev.drydock.model.ImageName;
import dev.drydock.spec.image.ImageSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds the faults of a Dockerfile that can be told without a builder: then each engine's users
 * read the same words, and read them at once.
 */
final class DockerfileCheck {

  private static final Set<String> KNOWN =
      Set.of(
          "ADD",
          "ARG",
          "CMD",
          "COPY",
          "ENTRYPOINT",
          "ENV",
          "EXPOSE",
          "FROM",
          "HEALTHCHECK",
          "LABEL",
          "MAINTAINER",
          "ONBUILD",
          "RUN",
          "SHELL",
          "STOPSIGNAL",
          "USER",
          "VOLUME",
          "WORKDIR");

  private static final String WORD = "\"((?:[^\"\\\\]|\\\\.)*)\"";

  private final ImageSpec spec;
  private final DockerfileText dockerfile;

  /** Checks the instructions, all of them. */
  DockerfileCheck(ImageSpec spec, DockerfileText dockerfile) {
    this.spec = spec;
    this.dockerfile = dockerfile;
    for (Instruction each : dockerfile.instructions()) {
      if (!KNOWN.contains(each.word()) && !dockerfile.isForeign()) {
        throw wrong(each, "unknown instruction: " + each.word());
      }
      if (each.rest().isEmpty() && !dockerfile.isForeign()) {
        throw wrong(each, each.word() + " has nothing after it");
      }
    }
  }

  private ImageException wrong(Instruction instruction, String reason) {
    return refusal(
        "its Dockerfile has an error in line " + instruction.line() + ".",
        "Line " + instruction.line(),
        instruction.toString(),
        "Reason",
        reason);
  }

  /** A report: a first line, then rows of a label and a value. */
  private ImageException refusal(String what, String... rows) {
    return new ImageException(report(spec, what, rows), null);
  }

  static String report(ImageSpec spec, String what, String... rows) {
    StringBuilder text = new StringBuilder(BuildInputs.subject(spec));
    text.append(" could not be built: ").append(what);
    for (int i = 0; i < rows.length; i += 2) {
      text.append("\n  ").append(String.format("%-12s", rows[i] + ":")).append(rows[i + 1]);
    }
    return text.toString();
  }

  static ImageException unreadable(ImageSpec spec, Path file, IOException cause) {
    boolean missing = cause instanceof NoSuchFileException;
    String what =
        missing
            ? file.equals(spec.file()) ? "there is no such Dockerfile." : file + " is gone."
            : file + " cannot be read.";
    return missing
        ? new ImageException(
            report(
                spec,
                what,
                "Hint",
                "name the file with ImageSpec.dockerfile(path), or the directory that holds one"
                    + " called Dockerfile with ImageSpec.context(directory)"),
            cause)
        : new ImageException(report(spec, what, "Reason", cause.toString()), cause);
  }

  /** The stage that becomes the image. */
  Stage stage() {
    String target = spec.target();
    Stage stage = dockerfile.stage(target);
    if (stage != null) {
      return stage;
    }
    if (target == null) {
      throw refusal(
          "its Dockerfile has no FROM.",
          "Hint",
          "begin it with FROM and an image, or with FROM scratch for an empty one");
    }
    List<String> names = new ArrayList<>();
    for (Stage each : dockerfile.stages()) {
      names.add(each.name().isEmpty() ? Integer.toString(each.index()) : each.name());
    }
    throw refusal(
        "its Dockerfile has no stage " + target + ".",
        "Stages",
        String.join(", ", names),
        "Hint",
        "name one of these with withTarget");
  }

  /** The image that is meant by a word after FROM or --from. */
  ImageName image(String name) {
    try {
      return ImageName.parse(name);
    } catch (IllegalArgumentException e) {
      for (Instruction each : dockerfile.instructions()) {
        if (each.rest().contains(name) || each.word().equals("FROM")) {
          throw wrong(each, String.valueOf(e.getMessage()));
        }
      }
      throw refusal("it is based on what is no image.", "Reason", String.valueOf(e.getMessage()));
    }
  }

  /** Checks that what is copied is in the context. */
  void copies(Set<Stage> stages, ContextFiles files, IgnoreRules rules) {
    for (Stage stage : stages) {
      for (Instruction each : stage.instructions()) {
        boolean copies = each.word().equals("COPY") || each.word().equals("ADD");
        if (copies && each.flag("from").isEmpty() && !each.rest().contains("<<")) {
          for (String source : sources(each)) {
            copy(each, source, files, rules);
          }
        }
      }
    }
  }

  private static List<String> sources(Instruction copy) {
    String rest = copy.withoutFlags().strip();
    List<String> words = new ArrayList<>();
    if (rest.startsWith("[")) {
      Matcher matcher = Pattern.compile(WORD).matcher(rest);
      while (matcher.find()) {
        words.add(matcher.group(1).replaceAll("\\\\(.)", "$1"));
      }
    } else {
      words.addAll(Words.of(rest));
    }
    return words.isEmpty() ? words : words.subList(0, words.size() - 1);
  }

  /** The builder knows what it means. */
  private static boolean isPattern(String source) {
    for (int i = 0; i < source.length(); i++) {
      if ("*?[$\"'\\".indexOf(source.charAt(i)) >= 0) {
        return true;
      }
    }
    return false;
  }

  private void copy(Instruction copy, String source, ContextFiles files, IgnoreRules rules) {
    if (isPattern(source) || source.contains("://") || source.contains("@")) {
      return;
    }
    String path = Path.of("/" + source).normalize().toString().substring(1).replace('\\', '/');
    String led = files.links().led(path);
    if (led.isEmpty() || files.holds(led)) {
      return;
    }
    if (!led.equals(path)) {
      throw refusal(
          "line " + copy.line() + " copies through a link what the builder does not get.",
          "Line " + copy.line(),
          copy.toString(),
          "Link",
          files.links().link(path),
          "Hint",
          "copy what it points to into the context");
    }
    Path directory = spec.contextDirectory();
    if (directory != null && path.equals(relative(directory))) {
      return;
    }
    IgnoreRules.Rule hiding = rules.hiding(path);
    String line = "Line " + copy.line();
    if (directory != null
        && hiding != null
        && Files.exists(directory.resolve(path), LinkOption.NOFOLLOW_LINKS)) {
      throw refusal(
          "line " + copy.line() + " copies what is hidden from the builder.",
          line,
          copy.toString(),
          "Hidden",
          path + ", by line " + hiding.line() + " of " + rules.file() + ": " + hiding.text(),
          "Hint",
          "take that line away, or add `!" + path + "` after it");
    }
    throw refusal(
        "line " + copy.line() + " copies what is not there.",
        line,
        copy.toString(),
        "Absent",
        directory == null ? path : path + " in " + directory,
        "Hint",
        directory == null
            ? "add it with withFile, or name the directory it is in with withContext"
            : "paths are relative to the context, which withContext changes");
  }

  private String relative(Path directory) {
    Path file = spec.file();
    return file != null && file.startsWith(directory)
        ? directory.relativize(file).toString().replace('\\', '/')
        : "";
  }
}
