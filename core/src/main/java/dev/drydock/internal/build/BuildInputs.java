package dev.drydock.internal.build;

import dev.drydock.engine.BuildPlan;
import dev.drydock.engine.ContextEntry;
import dev.drydock.internal.build.DockerfileText.Instruction;
import dev.drydock.internal.build.DockerfileText.Stage;
import dev.drydock.model.ImageException;
import dev.drydock.model.ImageName;
import dev.drydock.model.Platform;
import dev.drydock.spec.FileContent;
import dev.drydock.spec.image.ImageSpec;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** All that a build depends on, as it is on this machine now; what cannot be built is refused. */
public final class BuildInputs {

  static final String REVISION = "org.opencontainers.image.revision";

  /** What a Dockerfile is called in a context that it is not from. */
  private static final String FOREIGN = ".drydock.Dockerfile";

  private static final String IGNORE = ".dockerignore";

  private final ImageSpec spec;
  private final String text;
  private final DockerfileText dockerfile;
  private final Stage stage;
  private final String path;
  private final String client;
  private final List<ContextEntry> context;
  private final Map<ImageName, ImageName> bases = new LinkedHashMap<>();
  private final Map<String, String> labels;

  private BuildInputs(
      ImageSpec spec, UnaryOperator<ImageName> instead, Supplier<Platform> platform) {
    this.spec = spec;
    String written = spec.text();
    this.text = written == null ? read(Objects.requireNonNull(spec.file())) : written;
    this.dockerfile =
        new DockerfileText(
            text, spec.buildArgs(), new PlatformArgs(spec.buildArgs(), spec.platform(), platform));
    DockerfileCheck check = new DockerfileCheck(spec, dockerfile);
    this.stage = check.stage();
    Set<Stage> needed = dockerfile.needed(stage);
    Set<ImageName> images = new LinkedHashSet<>();
    for (String each : dockerfile.images(needed)) {
      images.add(check.image(each));
    }
    IgnoreRules rules = rules();
    ContextFiles files = new ContextFiles(subject(spec), rules);
    Path directory = spec.contextDirectory();
    if (directory != null && Files.isDirectory(directory)) {
      files.addDirectory(directory);
    }
    spec.files().forEach(files::add);
    check.copies(needed, files, rules);
    for (ImageName each : images) {
      bases.put(each, instead.apply(each));
    }
    this.client = dockerfile.client(needed);
    this.path = place(files, rules);
    this.context = List.copyOf(files.entries());
    this.labels = new TreeMap<>();
    if (spec.hasRevision() && directory != null) {
      Revision.of(directory).ifPresent(commit -> labels.put(REVISION, commit));
    }
    labels.putAll(spec.labels());
  }

  /**
   * Reads them.
   *
   * @param instead sees to it that the engine has an image that the Dockerfile names, and tells
   *     under which name
   * @param platform tells the engine's own platform
   * @throws ImageException when it can be told without the builder that it would fail
   */
  public static BuildInputs read(
      ImageSpec spec, UnaryOperator<ImageName> instead, Supplier<Platform> platform) {
    return new BuildInputs(spec, instead, platform);
  }

  /**
   * All that is in a directory.
   *
   * @param title what the messages of failures begin with
   */
  public static List<ContextEntry> files(String title, Path directory) {
    ContextFiles files = new ContextFiles("The " + title, IgnoreRules.none());
    files.addDirectory(directory);
    return List.copyOf(files.entries());
  }

  /** What the messages of failures begin with. */
  public static String subject(ImageSpec spec) {
    return "The " + spec;
  }

  private String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw DockerfileCheck.unreadable(spec, file, e);
    }
  }

  private IgnoreRules rules() {
    Path file = spec.file();
    Path directory = spec.contextDirectory();
    List<Path> candidates = new ArrayList<>();
    if (file != null && file.getFileName() != null) {
      candidates.add(file.resolveSibling(file.getFileName() + IGNORE));
    }
    if (directory != null) {
      candidates.add(directory.resolve(IGNORE));
    }
    for (Path each : candidates) {
      if (Files.isRegularFile(each)) {
        try {
          return IgnoreRules.parse(each, Files.readString(each));
        } catch (IOException e) {
          throw DockerfileCheck.unreadable(spec, each, e);
        } catch (IllegalArgumentException e) {
          throw new ImageException(
              subject(spec) + " could not be built: " + e.getMessage() + ".", e);
        }
      }
    }
    return IgnoreRules.none();
  }

  /** Puts the Dockerfile into the context, if it is not there, and tells its path. */
  private String place(ContextFiles files, IgnoreRules rules) {
    Path file = spec.file();
    Path directory = spec.contextDirectory();
    String used = new OtherBases(spec, dockerfile, bases).in(text);
    String place = directory == null ? "Dockerfile" : FOREIGN;
    boolean seen = false;
    if (file != null && directory != null && file.startsWith(directory)) {
      place = directory.relativize(file).toString().replace('\\', '/');
      seen = rules.hiding(place) == null;
    }
    if (!seen || !used.equals(text)) {
      files.add(place, FileContent.text(used));
    }
    if (!seen && directory != null) {
      hide(files, rules, place);
    }
    return place;
  }

  /** The classic builder takes away, before it copies, what the context's own rules hide. */
  private static void hide(ContextFiles files, IgnoreRules rules, String place) {
    Path own = rules.file();
    if (own != null && String.valueOf(own.getFileName()).equals(IGNORE) && !place.equals(FOREIGN)) {
      files.add(IGNORE, FileContent.path(own));
    } else if (!files.has(IGNORE)) {
      files.add(IGNORE, FileContent.text(place + "\n" + IGNORE + "\n"));
    }
  }

  /** Its labels, the revision among them. */
  public Map<String, String> labels() {
    return labels;
  }

  /**
   * The plan of the build.
   *
   * @param sent runs when all of the context has been read, and may end the build
   */
  public BuildPlan plan(ImageName name, Map<String, String> allLabels, Runnable sent) {
    return new BuildPlan(
        name, allLabels, context, path, dockerfile.called(stage), client, spec, sent);
  }

  /** The Dockerfile's line of an instruction in the builder's words; 0 when it is not found. */
  int line(String step) {
    for (Instruction each : dockerfile.instructions()) {
      if (plain(each.toString()).equals(plain(step))) {
        return each.line();
      }
    }
    return 0;
  }

  /** The lines of the instructions with this word. */
  List<Integer> lines(String word) {
    return dockerfile.lines(word);
  }

  private static String plain(String instruction) {
    return instruction.replaceAll("\\s+", " ").strip();
  }

  /** A line of the Dockerfile, as it is written. */
  String textOf(int line) {
    List<String> lines = text.lines().toList();
    return line >= 1 && line <= lines.size() ? lines.get(line - 1).strip() : "";
  }

  ImageSpec spec() {
    return spec;
  }

  /**
   * A hash of everything that decides on what is built.
   *
   * @param baseIds which image each of the bases is
   */
  public String hash(Map<ImageName, String> baseIds, FileHashes hashes) {
    MessageDigest digest = FileHashes.digest();
    MessageDigest contents = FileHashes.digest();
    add(digest, "drydock image 3", path, String.valueOf(spec.target()));
    add(digest, String.valueOf(spec.platform()), String.valueOf(spec.isClassic()));
    add(digest, spec.buildArgs());
    add(digest, labels);
    add(digest, spec.extraHosts());
    // As with builders, what a secret is does not decide on what is built.
    add(digest, String.join(" ", spec.secrets().keySet()), String.valueOf(spec.hasSshAgent()));
    baseIds.forEach((name, id) -> add(digest, name.toString(), id));
    for (ContextEntry each : context) {
      String mode = each.kind() == ContextEntry.Kind.LINK ? "" : Integer.toOctalString(each.mode());
      String content = content(each, hashes, contents);
      add(digest, each.path(), each.kind().name(), mode, each.link(), content);
      // So much of a file is sent, however much it holds by now.
      add(digest, Long.toString(each.size()));
    }
    return FileHashes.hex(digest);
  }

  private String content(ContextEntry entry, FileHashes hashes, MessageDigest digest) {
    Path file = entry.file();
    FileContent content = entry.content();
    if (file == null) {
      return content == null ? "" : content(content, digest);
    }
    try {
      return hashes.of(file, digest);
    } catch (IOException e) {
      throw DockerfileCheck.unreadable(spec, file, e);
    }
  }

  private String content(FileContent content, MessageDigest digest) {
    try (InputStream in = content.open()) {
      return FileHashes.of(in, digest);
    } catch (IOException e) {
      throw new ImageException(
          subject(spec) + " could not be built: " + content + " cannot be read: " + e, e);
    }
  }

  private static void add(MessageDigest digest, Map<String, String> map) {
    add(digest, Integer.toString(map.size()));
    map.forEach((key, value) -> add(digest, key, value));
  }

  /** Each text with its length before it, so that no two lists of texts are one. */
  private static void add(MessageDigest digest, String... texts) {
    for (String each : texts) {
      byte[] bytes = each.getBytes(StandardCharsets.UTF_8);
      digest.update((bytes.length + ":").getBytes(StandardCharsets.UTF_8));
      digest.update(bytes);
    }
  }
}
