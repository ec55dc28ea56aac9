package dev.drydock.spec.image;

import dev.drydock.model.ImageName;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A Dockerfile written in Java: an immutable list of instructions, each method appends one. Words
 * are quoted as the builder wants them; a {@code $NAME} in them stays a reference to a variable.
 */
public final class Dockerfile {

  private final List<String> lines;

  private Dockerfile(List<String> lines) {
    this.lines = List.copyOf(lines);
  }

  /**
   * Begins with a base image.
   *
   * @throws IllegalArgumentException when it is neither {@code scratch} nor an image name
   */
  public static Dockerfile from(String image) {
    return new Dockerfile(List.of("FROM " + base(image)));
  }

  /** Begins with a base image. */
  public static Dockerfile from(ImageName image) {
    return new Dockerfile(List.of("FROM " + image));
  }

  /**
   * Begins a stage with a name, from which later ones can copy.
   *
   * @throws IllegalArgumentException when the image is none, or the stage's name is not small
   *     letters, digits, {@code _}, {@code .} and {@code -} after a letter
   */
  public static Dockerfile from(String image, String stage) {
    return new Dockerfile(List.of("FROM " + base(image) + " AS " + stage(stage)));
  }

  private static String base(String image) {
    return image.equals("scratch") ? image : ImageName.parse(image).toString();
  }

  private static String stage(String name) {
    if (!name.matches("[a-z][a-z0-9_.-]*")) {
      throw new IllegalArgumentException(
          "name of a stage must be small letters, digits, '_', '.' and '-' after a letter, was "
              + name);
    }
    return name;
  }

  /**
   * Appends an instruction as it stands.
   *
   * @throws IllegalArgumentException when it is blank
   */
  public Dockerfile with(String instruction) {
    if (instruction.isBlank()) {
      throw new IllegalArgumentException("instruction must not be blank");
    }
    List<String> more = new ArrayList<>(lines);
    more.add(instruction);
    return new Dockerfile(more);
  }

  private Dockerfile with(String instruction, String rest) {
    if (rest.indexOf('\n') >= 0 || rest.indexOf('\r') >= 0) {
      throw new IllegalArgumentException(
          instruction + " must be one line, was " + rest.replace("\n", "\\n"));
    }
    return with(instruction + " " + rest);
  }

  /** {@code FROM}: begins a further stage, with a name or (null) without. */
  public Dockerfile thenFrom(String image, @Nullable String stage) {
    return with("FROM " + base(image) + (stage == null ? "" : " AS " + stage(stage)));
  }

  /** {@code RUN}: a line of shell, or lines, of which each must do well. */
  public Dockerfile run(String... shellLines) {
    if (shellLines.length == 1) {
      return with("RUN", shellLines[0]);
    }
    return with("RUN", String.join(" && ", Stream.of(shellLines).map(Dockerfile::whole).toList()));
  }

  /** A line of several commands is one that does well or not. */
  private static String whole(String line) {
    boolean several = line.contains("||") || line.contains(";");
    if (!several || line.stripTrailing().endsWith("&")) {
      return line;
    }
    String commands = line.stripTrailing();
    return "{ " + commands + (commands.endsWith(";") ? " }" : "; }");
  }

  /** {@code RUN}: a program, word by word, without a shell. */
  public Dockerfile runProgram(String... words) {
    return with("RUN", list(List.of(words)));
  }

  /** {@code COPY}: a file or directory of the context, by its path in it. */
  public Dockerfile copy(String contextPath, String imagePath) {
    return with("COPY", list(List.of(contextPath, imagePath)));
  }

  /** {@code COPY --from}: a file or directory of an earlier stage, or of an image. */
  public Dockerfile copyFrom(String stageOrImage, String path, String imagePath) {
    return with("COPY", "--from=" + stageOrImage + " " + list(List.of(path, imagePath)));
  }

  /** {@code ENV}. */
  public Dockerfile env(String name, String value) {
    return with("ENV", name + "=" + quoted(value));
  }

  /** {@code ENV}, for each of them. */
  public Dockerfile env(Map<String, String> variables) {
    Dockerfile file = this;
    for (Map.Entry<String, String> each : variables.entrySet()) {
      file = file.env(each.getKey(), each.getValue());
    }
    return file;
  }

  /** {@code ARG} without a value: one must be given for the build. */
  public Dockerfile arg(String name) {
    return with("ARG", name);
  }

  /** {@code ARG} with the value it has when none is given. */
  public Dockerfile arg(String name, String value) {
    return with("ARG", name + "=" + quoted(value));
  }

  /** {@code WORKDIR}. */
  public Dockerfile workingDirectory(String directory) {
    return with("WORKDIR", directory);
  }

  /** {@code USER}: a name or number, with an optional {@code :group}. */
  public Dockerfile user(String user) {
    return with("USER", user);
  }

  /** {@code EXPOSE}: TCP ports. */
  public Dockerfile expose(int... ports) {
    List<String> words = new ArrayList<>();
    for (int each : ports) {
      words.add(Integer.toString(each));
    }
    return with("EXPOSE", String.join(" ", words));
  }

  /** {@code VOLUME}. */
  public Dockerfile volume(String directory) {
    return with("VOLUME", list(List.of(directory)));
  }

  /** {@code LABEL}. */
  public Dockerfile label(String key, String value) {
    return with("LABEL", quoted(key) + "=" + quoted(value));
  }

  /** {@code ENTRYPOINT}, word by word. */
  public Dockerfile entrypoint(String... words) {
    return with("ENTRYPOINT", list(List.of(words)));
  }

  /** {@code CMD}, word by word. */
  public Dockerfile command(String... words) {
    return with("CMD", list(List.of(words)));
  }

  /** {@code HEALTHCHECK}, with a program, word by word. */
  public Dockerfile healthcheck(String... words) {
    return with("HEALTHCHECK", "CMD " + list(List.of(words)));
  }

  /** {@code STOPSIGNAL}. */
  public Dockerfile stopSignal(String signal) {
    return with("STOPSIGNAL", signal);
  }

  private static String list(List<String> words) {
    List<String> quoted = new ArrayList<>();
    for (String each : words) {
      quoted.add(json(each));
    }
    return "[" + String.join(", ", quoted) + "]";
  }

  private static String json(String word) {
    StringBuilder text = new StringBuilder("\"");
    for (int i = 0; i < word.length(); i++) {
      char c = word.charAt(i);
      if (c == '"' || c == '\\') {
        text.append('\\').append(c);
      } else if (c < ' ') {
        text.append(String.format("\\u%04x", (int) c));
      } else {
        text.append(c);
      }
    }
    return text.append('"').toString();
  }

  private static String quoted(String word) {
    return "\"" + word.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
  }

  /** The file's text. */
  public String text() {
    return String.join("\n", lines) + "\n";
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Dockerfile that && lines.equals(that.lines);
  }

  @Override
  public int hashCode() {
    return lines.hashCode();
  }

  /** The file's text. */
  @Override
  public String toString() {
    return text();
  }
}
