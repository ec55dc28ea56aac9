package dev.drydock.spec.image;

import dev.drydock.model.ImageName;
import dev.drydock.model.Platform;
import dev.drydock.spec.FileContent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What image is to be built: a Dockerfile, the files it may copy, and how. An immutable
 * description; each {@code with…} returns a changed copy and refuses a wrong value at once.
 *
 * <p>An image is built once for the same inputs: it stays on the engine under a name made of their
 * hash, and the next build of the same, in whatever JVM, finds it there. See {@link
 * #withoutCache()}.
 */
public final class ImageSpec implements ImageSource {

  private static final String DOCKERFILE = "Dockerfile";

  private final Draft draft;

  private ImageSpec(Draft draft) {
    this.draft = draft;
  }

  /**
   * An image by the file {@code Dockerfile} of a directory, which may copy what is in it.
   *
   * @throws IllegalArgumentException when there is no such directory
   */
  public static ImageSpec context(Path directory) {
    Path context = requireDirectory(directory);
    return new ImageSpec(new Draft(null, context.resolve(DOCKERFILE), context));
  }

  /**
   * An image by this Dockerfile, which may copy what is in its directory unless {@link
   * #withContext} names another.
   */
  public static ImageSpec dockerfile(Path file) {
    Path absolute = file.toAbsolutePath().normalize();
    return new ImageSpec(new Draft(null, absolute, absolute.getParent()));
  }

  /**
   * An image by a Dockerfile written in Java. It may copy what {@link #withFile} and {@link
   * #withContext} add.
   */
  public static ImageSpec of(Dockerfile dockerfile) {
    return new ImageSpec(new Draft(dockerfile.text(), null, null));
  }

  /**
   * An image of files and directories that are laid over another; see {@link #withLayer}.
   *
   * @throws IllegalArgumentException when the text is not an image name
   */
  public static ImageSpec over(String baseImage) {
    return of(Dockerfile.from(baseImage));
  }

  private static Path requireDirectory(Path directory) {
    Path absolute = directory.toAbsolutePath().normalize();
    if (!Files.isDirectory(absolute)) {
      throw new IllegalArgumentException(
          "context must be a directory, was "
              + absolute
              + (Files.exists(absolute) ? "" : ", which does not exist"));
    }
    return absolute;
  }

  private ImageSpec edit(Consumer<Draft> change) {
    Draft copy = new Draft(draft);
    change.accept(copy);
    return new ImageSpec(copy);
  }

  /**
   * With this directory as the context (replaces): what {@code COPY} can copy, less what its {@code
   * .dockerignore} hides. A file {@code NAME.dockerignore} beside the Dockerfile called {@code
   * NAME} counts instead.
   *
   * @throws IllegalArgumentException when there is no such directory
   */
  public ImageSpec withContext(Path directory) {
    Path context = requireDirectory(directory);
    return edit(copy -> copy.context = context);
  }

  /**
   * With this file or directory in the context (puts), in place of what the directory has under the
   * path; no {@code .dockerignore} hides it.
   *
   * @throws IllegalArgumentException when the path is empty, absolute or leads out of the context,
   *     or the content is secret or has an owner, which an image cannot keep
   */
  public ImageSpec withFile(String contextPath, FileContent content) {
    String path = requireInside(contextPath);
    requireForImage(content);
    return edit(copy -> copy.files.put(path, content));
  }

  /**
   * With this file, or what is in this directory, laid over the image under this path, as one layer
   * (appends).
   *
   * @throws IllegalArgumentException when the path is not absolute, or the content is secret or has
   *     an owner, which an image cannot keep
   * @throws IllegalStateException when the Dockerfile is a file
   */
  public ImageSpec withLayer(String imagePath, FileContent content) {
    if (!imagePath.startsWith("/")) {
      throw new IllegalArgumentException("path in the image must be absolute, was " + imagePath);
    }
    requireForImage(content);
    String text = draft.text;
    if (text == null) {
      throw new IllegalStateException(
          "a layer can be laid over an image that is described in Java, not over that of "
              + draft.file);
    }
    Path source = content.sourcePath();
    boolean directory = source == null ? !content.archived().isEmpty() : Files.isDirectory(source);
    int number = draft.files.size();
    while (draft.files.containsKey("layer-" + number)) {
      number++;
    }
    String name = "layer-" + number;
    String slash = directory ? "/" : "";
    Dockerfile copy = Dockerfile.from("scratch").copy(name + slash, imagePath + slash);
    String line = copy.text().substring("FROM scratch\n".length());
    return edit(
        changed -> {
          changed.text = text + line;
          changed.files.put(name, content);
        });
  }

  private static void requireForImage(FileContent content) {
    if (content.secret()) {
      throw new IllegalArgumentException(
          "content of an image must not be secret, for whoever has the image has it, was "
              + content
              + "; give it to the container: ContainerSpec.withFile");
    }
    if (content.user() != 0 || content.group() != 0) {
      throw new IllegalArgumentException(
          "content of an image must have no owner, was "
              + content.user()
              + ":"
              + content.group()
              + "; a RUN of chown gives it one");
    }
  }

  private static String requireInside(String contextPath) {
    List<String> parts = new ArrayList<>(List.of(contextPath.split("/", -1)));
    parts.removeIf(each -> each.equals("."));
    if (contextPath.endsWith("/") && !parts.isEmpty()) {
      parts.remove(parts.size() - 1);
    }
    if (parts.isEmpty() || parts.contains("") || parts.contains("..")) {
      throw new IllegalArgumentException(
          "path in the context must be relative and lead nowhere else, was \""
              + contextPath
              + "\"");
    }
    return String.join("/", parts);
  }

  /**
   * With this value for an {@code ARG} of the Dockerfile (puts). It can be read from the image's
   * history.
   */
  public ImageSpec withBuildArg(String name, String value) {
    if (name.isEmpty() || name.indexOf('=') >= 0) {
      throw new IllegalArgumentException(
          "name of a build argument must not be empty or hold '=', was \"" + name + "\"");
    }
    return edit(copy -> copy.buildArgs.put(name, value));
  }

  /** Without a value for this {@code ARG}. */
  public ImageSpec withoutBuildArg(String name) {
    return edit(copy -> copy.buildArgs.remove(name));
  }

  /** Up to this stage (replaces), by name or number; else up to the last. */
  public ImageSpec withTarget(String stage) {
    return edit(copy -> copy.target = stage);
  }

  /** For this platform (replaces); else for the engine's own. */
  public ImageSpec withPlatform(Platform platform) {
    return edit(copy -> copy.platform = platform);
  }

  /**
   * With this label (puts).
   *
   * @throws IllegalArgumentException when the key is empty, or begins with {@code dev.drydock},
   *     which is Drydock's
   */
  public ImageSpec withLabel(String key, String value) {
    if (key.isBlank()) {
      throw new IllegalArgumentException("label must not be empty, was \"" + key + "\"");
    }
    if (key.equals("dev.drydock") || key.startsWith("dev.drydock.")) {
      throw new IllegalArgumentException(
          "label must not begin with dev.drydock, which is Drydock's own, was " + key);
    }
    return edit(copy -> copy.labels.put(key, value));
  }

  /**
   * Without the label {@code org.opencontainers.image.revision}, which is otherwise the commit that
   * is checked out where the context is, if that is in a git checkout.
   */
  public ImageSpec withoutRevision() {
    return edit(copy -> copy.revision = false);
  }

  /** With images whose layers the builder may take over (appends). */
  public ImageSpec withCacheFrom(ImageName... images) {
    return edit(copy -> copy.cacheFrom.addAll(List.of(images)));
  }

  /** Without images whose layers may be taken over. */
  public ImageSpec withoutCacheFrom() {
    return edit(copy -> copy.cacheFrom.clear());
  }

  /** With this name for an address while it is built (puts), as in {@code /etc/hosts}. */
  public ImageSpec withExtraHost(String name, String address) {
    return edit(copy -> copy.extraHosts.put(name, address));
  }

  /**
   * With a secret (puts), which {@code RUN --mount=type=secret,id=…} has as a file while it runs;
   * it is in no layer and no history. It needs {@code docker buildx} and BuildKit; what it is does
   * not decide whether the image is built anew.
   *
   * @param content what it is: a file of this machine, or a text, which is then in no file
   */
  public ImageSpec withSecret(String id, FileContent content) {
    if (!id.matches("[\\w.-]+")) {
      throw new IllegalArgumentException(
          "id of a secret must be letters, digits, '.', '_' and '-', was \"" + id + "\"");
    }
    return edit(copy -> copy.secrets.put(id, content.asSecret()));
  }

  /** Without this secret. */
  public ImageSpec withoutSecret(String id) {
    return edit(copy -> copy.secrets.remove(id));
  }

  /**
   * With the user's agent of ssh, which {@code RUN --mount=type=ssh} can ask while it runs. It
   * needs {@code docker buildx} and BuildKit.
   */
  public ImageSpec withSshAgent() {
    return edit(copy -> copy.sshAgent = true);
  }

  /**
   * Built anew for each session, and removed with it. Without this the image stays on the engine
   * for the next run of the same build, for {@code drydock.images.days} days after its last use.
   */
  public ImageSpec withoutCache() {
    return edit(copy -> copy.cached = false);
  }

  /** With every step carried out, whatever the engine's builder remembers of earlier builds. */
  public ImageSpec withEveryStep() {
    return edit(
        copy -> {
          copy.everyStep = true;
          copy.cached = false;
        });
  }

  /** By the classic builder, also where the engine has BuildKit. */
  public ImageSpec withClassicBuilder() {
    return edit(copy -> copy.classic = true);
  }

  /** With every line of the build's log handed to the consumer (appends). */
  public ImageSpec withLogConsumer(Consumer<String> consumer) {
    return edit(copy -> copy.logConsumers.add(consumer));
  }

  @Override
  public ImageName title() {
    return Titles.of(draft.context == null ? draft.file : draft.context);
  }

  /** The text of the Dockerfile, when it is written in Java. */
  public @Nullable String text() {
    return draft.text;
  }

  /** The Dockerfile, when it is a file. */
  public @Nullable Path file() {
    return draft.file;
  }

  /** The context's directory, if it has one. */
  public @Nullable Path contextDirectory() {
    return draft.context;
  }

  /** What is in the context besides the directory's files, by path. */
  public Map<String, FileContent> files() {
    return Collections.unmodifiableMap(draft.files);
  }

  /** The values for {@code ARG}. */
  public Map<String, String> buildArgs() {
    return Collections.unmodifiableMap(draft.buildArgs);
  }

  /** The stage to stop at; null for the last. */
  public @Nullable String target() {
    return draft.target;
  }

  /** The platform; null for the engine's own. */
  public @Nullable Platform platform() {
    return draft.platform;
  }

  /** The labels besides Drydock's own and the revision. */
  public Map<String, String> labels() {
    return Collections.unmodifiableMap(draft.labels);
  }

  /** Whether it is labelled with the commit that is checked out. */
  public boolean hasRevision() {
    return draft.revision;
  }

  /** The images whose layers may be taken over. */
  public List<ImageName> cacheFrom() {
    return Collections.unmodifiableList(draft.cacheFrom);
  }

  /** Names for addresses while it is built. */
  public Map<String, String> extraHosts() {
    return Collections.unmodifiableMap(draft.extraHosts);
  }

  /** The secrets, by what {@code RUN} calls them. */
  public Map<String, FileContent> secrets() {
    return Collections.unmodifiableMap(draft.secrets);
  }

  /** Whether the user's agent of ssh may be asked. */
  public boolean hasSshAgent() {
    return draft.sshAgent;
  }

  /** Whether the image stays for the next build of the same. */
  public boolean isCached() {
    return draft.cached;
  }

  /** Whether every step is carried out. */
  public boolean hasEveryStep() {
    return draft.everyStep;
  }

  /** Whether the classic builder is wanted. */
  public boolean isClassic() {
    return draft.classic;
  }

  /** Who gets the lines of the build's log. */
  public List<Consumer<String>> logConsumers() {
    return Collections.unmodifiableList(draft.logConsumers);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ImageSpec that && draft.values().equals(that.draft.values());
  }

  @Override
  public int hashCode() {
    return draft.values().hashCode();
  }

  /** The Dockerfile; without the arguments. */
  @Override
  public String toString() {
    return draft.file == null ? "image of a Dockerfile in Java" : "image of " + draft.file;
  }

  private static final class Draft {

    private @Nullable String text;
    private final @Nullable Path file;
    private @Nullable Path context;
    private final Map<String, FileContent> files;
    private final Map<String, String> buildArgs;
    private @Nullable String target;
    private @Nullable Platform platform;
    private final Map<String, String> labels;
    private boolean revision;
    private final List<ImageName> cacheFrom;
    private final Map<String, String> extraHosts;
    private final Map<String, FileContent> secrets;
    private boolean sshAgent;
    private boolean cached;
    private boolean everyStep;
    private boolean classic;
    private final List<Consumer<String>> logConsumers;

    Draft(@Nullable String text, @Nullable Path file, @Nullable Path context) {
      this.text = text;
      this.file = file;
      this.context = context;
      this.files = new TreeMap<>();
      this.buildArgs = new TreeMap<>();
      this.labels = new TreeMap<>();
      this.revision = true;
      this.cacheFrom = new ArrayList<>();
      this.extraHosts = new LinkedHashMap<>();
      this.secrets = new TreeMap<>();
      this.cached = true;
      this.logConsumers = new ArrayList<>();
    }

    Draft(Draft other) {
      this.text = other.text;
      this.file = other.file;
      this.context = other.context;
      this.files = new TreeMap<>(other.files);
      this.buildArgs = new TreeMap<>(other.buildArgs);
      this.target = other.target;
      this.platform = other.platform;
      this.labels = new TreeMap<>(other.labels);
      this.revision = other.revision;
      this.cacheFrom = new ArrayList<>(other.cacheFrom);
      this.extraHosts = new LinkedHashMap<>(other.extraHosts);
      this.secrets = new TreeMap<>(other.secrets);
      this.sshAgent = other.sshAgent;
      this.cached = other.cached;
      this.everyStep = other.everyStep;
      this.classic = other.classic;
      this.logConsumers = new ArrayList<>(other.logConsumers);
    }

    List<Object> values() {
      return List.of(
          String.valueOf(text),
          String.valueOf(file),
          String.valueOf(context),
          files,
          buildArgs,
          Objects.toString(target),
          Objects.toString(platform),
          labels,
          revision,
          cacheFrom,
          extraHosts,
          secrets,
          sshAgent,
          cached,
          everyStep,
          classic,
          logConsumers);
    }
  }
}
