package dev.drydock.spec;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A command to run in a live container: words, environment, user, directory and standard input. */
public final class ExecSpec {

  private final Draft draft;

  private ExecSpec(Draft draft) {
    this.draft = draft;
  }

  /**
   * The words of the command, run without a shell.
   *
   * @throws IllegalArgumentException when there are none
   */
  public static ExecSpec of(String... command) {
    if (command.length == 0) {
      throw new IllegalArgumentException("exec command must have at least one word, had none");
    }
    return new ExecSpec(new Draft(List.of(command)));
  }

  private ExecSpec edit(Consumer<Draft> change) {
    Draft copy = new Draft(draft);
    change.accept(copy);
    return new ExecSpec(copy);
  }

  /** With this environment variable besides the container's own (puts). */
  public ExecSpec withEnv(String name, String value) {
    return edit(copy -> copy.env.put(name, value));
  }

  /** As this user: a name or number, with an optional {@code :group} (replaces). */
  public ExecSpec withUser(String user) {
    return edit(copy -> copy.user = user);
  }

  /** In this directory of the container (replaces). */
  public ExecSpec withWorkingDirectory(String directory) {
    return edit(copy -> copy.workingDirectory = directory);
  }

  /** With this text, in UTF-8, as standard input, then its end (replaces). */
  public ExecSpec withStdin(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return withStdin(() -> new ByteArrayInputStream(bytes));
  }

  /** With this stream as standard input, opened and closed once for each run (replaces). */
  public ExecSpec withStdin(Supplier<? extends InputStream> stdin) {
    return edit(copy -> copy.stdin = stdin);
  }

  /** The words. */
  public List<String> command() {
    return draft.command;
  }

  /** The environment variables besides the container's own. */
  public Map<String, String> env() {
    return Map.copyOf(draft.env);
  }

  /** The user, or null for the container's own. */
  public @Nullable String user() {
    return draft.user;
  }

  /** The directory, or null for the container's own. */
  public @Nullable String workingDirectory() {
    return draft.workingDirectory;
  }

  /** Opens standard input; null when there is none. */
  public @Nullable Supplier<? extends InputStream> stdin() {
    return draft.stdin;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ExecSpec that
        && draft.command.equals(that.draft.command)
        && draft.env.equals(that.draft.env)
        && Objects.equals(draft.user, that.draft.user)
        && Objects.equals(draft.workingDirectory, that.draft.workingDirectory)
        && Objects.equals(draft.stdin, that.draft.stdin);
  }

  @Override
  public int hashCode() {
    return Objects.hash(draft.command, draft.env, draft.user, draft.workingDirectory);
  }

  /** The command line; the environment is left out. */
  @Override
  public String toString() {
    return String.join(" ", draft.command);
  }

  private static final class Draft {
    private final List<String> command;
    private final Map<String, String> env;
    private @Nullable String user;
    private @Nullable String workingDirectory;
    private @Nullable Supplier<? extends InputStream> stdin;

    Draft(List<String> command) {
      this.command = command;
      this.env = new TreeMap<>();
    }

    Draft(Draft from) {
      this.command = from.command;
      this.env = new TreeMap<>(from.env);
      this.user = from.user;
      this.workingDirectory = from.workingDirectory;
      this.stdin = from.stdin;
    }
  }
}
