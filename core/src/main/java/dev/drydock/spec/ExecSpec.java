package dev.drydock.spec;

import dev.drydock.model.LogLine;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A command to run in a live container: its words, its surroundings and its streams. */
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

  /**
   * With this environment variable besides the container's own (puts).
   *
   * @throws IllegalArgumentException when the name is empty or holds {@code =}
   */
  public ExecSpec withEnv(String name, String value) {
    String valid = ContainerSpec.requireVariable(name);
    return edit(copy -> copy.env.put(valid, value));
  }

  /**
   * As this user: a name or number, with an optional {@code :group} (replaces).
   *
   * @throws IllegalArgumentException when it is empty
   */
  public ExecSpec withUser(String user) {
    String valid = Names.requireText("user", user);
    return edit(copy -> copy.user = valid);
  }

  /**
   * In this directory of the container (replaces).
   *
   * @throws IllegalArgumentException when it is not absolute
   */
  public ExecSpec withWorkingDirectory(String directory) {
    String valid = ContainerSpec.requireDirectory(directory);
    return edit(copy -> copy.workingDirectory = valid);
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

  /**
   * With a terminal, as programs for people want it: its lines end in {@code \\r\\n}, and standard
   * error comes with standard output (replaces).
   */
  public ExecSpec withTty() {
    return edit(copy -> copy.tty = true);
  }

  /** With all the rights of the engine's root (replaces). */
  public ExecSpec withPrivileged() {
    return edit(copy -> copy.privileged = true);
  }

  /**
   * With every line it writes handed to this consumer while it runs, in order, on the calling
   * thread (replaces). The result then holds no output, so that its length does not matter; a
   * consumer that is slow makes the command wait, and one that throws ends the reading.
   */
  public ExecSpec withOutput(Consumer<LogLine> lines) {
    return edit(copy -> copy.output = lines);
  }

  /**
   * Killed, with all that it started, when it has not ended within this time (replaces): {@link
   * dev.drydock.model.TimedOutException}. It is killed from within the container, which takes a
   * shell and {@code cat} in the image; without them it goes on until its container ends, and the
   * message says so. The command gets the environment variable {@code DRYDOCK_EXEC}, by which it is
   * found.
   *
   * @throws IllegalArgumentException when the time is not more than 0
   */
  public ExecSpec withTimeout(Duration timeout) {
    if (timeout.isNegative() || timeout.isZero()) {
      throw new IllegalArgumentException("exec timeout must be more than 0, was " + timeout);
    }
    return edit(copy -> copy.timeout = timeout);
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

  /** Whether it gets a terminal. */
  public boolean tty() {
    return draft.tty;
  }

  /** Whether it gets all rights. */
  public boolean privileged() {
    return draft.privileged;
  }

  /** Who gets the lines while it runs; null when the result holds them. */
  public @Nullable Consumer<LogLine> output() {
    return draft.output;
  }

  /** How long it may run, or null for as long as it likes. */
  public @Nullable Duration timeout() {
    return draft.timeout;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ExecSpec that
        && draft.command.equals(that.draft.command)
        && draft.env.equals(that.draft.env)
        && Objects.equals(draft.user, that.draft.user)
        && Objects.equals(draft.workingDirectory, that.draft.workingDirectory)
        && draft.tty == that.draft.tty
        && draft.privileged == that.draft.privileged
        && Objects.equals(draft.output, that.draft.output)
        && Objects.equals(draft.timeout, that.draft.timeout)
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
    private @Nullable Consumer<LogLine> output;
    private @Nullable Duration timeout;
    private boolean tty;
    private boolean privileged;

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
      this.output = from.output;
      this.timeout = from.timeout;
      this.tty = from.tty;
      this.privileged = from.privileged;
    }
  }
}
