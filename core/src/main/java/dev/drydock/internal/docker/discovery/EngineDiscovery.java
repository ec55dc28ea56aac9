package dev.drydock.internal.docker.discovery;

import dev.drydock.engine.Engine;
import dev.drydock.engine.EngineAddress;
import dev.drydock.engine.EngineProvider;
import dev.drydock.engine.Settings;
import dev.drydock.engine.TlsFiles;
import dev.drydock.model.InterruptedWaitException;
import dev.drydock.model.NoEngineException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * Finds the engine that the user's docker command would reach, and others beside.
 *
 * <p>The first of these that is there decides, and nothing after it is looked at: an address given
 * in the program, {@code drydock.engine}, {@code DOCKER_HOST}, {@code DOCKER_CONTEXT}, the context
 * that is in use. If none is there, the default socket is asked, and then all other sockets on
 * which engines are known to listen, side by side; and if podman is installed, its service is
 * started for this run.
 */
public final class EngineDiscovery {

  private static final String SETTING = "drydock.engine";

  /** Podman's service may be started where no engine answers. */
  private static final String AUTO = "auto";

  /** It is started whatever else is there. */
  private static final String PRIVATE = "private";

  /** It is never started. */
  private static final String NEVER = "never";

  private static final Set<String> POLICIES = Set.of(AUTO, PRIVATE, NEVER);

  /** For those that nobody named: an engine on this machine that is well answers in 1 ms. */
  private static final Duration UNNAMED = Duration.ofSeconds(1);

  private final Settings settings;
  private final Surroundings surroundings;

  /** Looks for what these settings and surroundings name. */
  public EngineDiscovery(Settings settings, Surroundings surroundings) {
    this.settings = settings;
    this.surroundings = surroundings;
  }

  /**
   * Connects to the engine at this address; without one, to the first that is found.
   *
   * @throws NoEngineException when none answers; the message says what was tried and why it failed
   * @throws IllegalArgumentException when a setting or variable is not an address
   */
  public Found find(@Nullable EngineAddress given) {
    Candidate named = given == null ? named() : new Candidate(given, "given in the program");
    if (named != null) {
      try {
        return found(ask(named, EngineProvider.usualLimit(named.address())), named, new Trail());
      } catch (NoEngineException e) {
        throw none(
            named.toString(),
            String.valueOf(e.getMessage()),
            clues(named, e),
            Hints.of(named.address(), e, surroundings),
            e);
      }
    }
    return policy().equals(PRIVATE) ? privately(new Trail(), List.of()) : firstThatAnswers();
  }

  private static Found found(Engine engine, Candidate candidate, Trail trail) {
    return new Found(
        engine, candidate.toString(), trail.tried, trail.unusable, PrivateService.NONE);
  }

  private List<String> clues(Candidate candidate, NoEngineException failure) {
    return Hints.isStartable(candidate.address(), failure) ? Clues.of(surroundings) : List.of();
  }

  /** What is wished for in place of an address. */
  private String policy() {
    String setting = settings.get(SETTING).orElse(AUTO);
    return POLICIES.contains(setting) ? setting : AUTO;
  }

  /** What the user has named; null when nothing is named. */
  @Nullable Candidate named() {
    Optional<String> setting = settings.get(SETTING);
    if (setting.isPresent() && setting.get().equals(PRIVATE)) {
      return null;
    }
    if (setting.isPresent() && !POLICIES.contains(setting.get())) {
      return new Candidate(secured(address(SETTING, setting.get())), "named by " + SETTING);
    }
    Optional<String> host = surroundings.variable("DOCKER_HOST");
    if (host.isPresent()) {
      return new Candidate(
          securedByVariables(address("DOCKER_HOST", host.get())), "named by DOCKER_HOST");
    }
    DockerContexts contexts = new DockerContexts(surroundings.dockerConfiguration());
    Optional<String> context = surroundings.variable("DOCKER_CONTEXT");
    if (context.isPresent()) {
      return inContext(contexts, context.get(), "named by DOCKER_CONTEXT");
    }
    String current = contexts.current();
    return current == null || current.isBlank()
        ? null
        : inContext(contexts, current, "which docker context use has chosen");
  }

  private static EngineAddress address(String setting, String value) {
    try {
      return EngineAddress.parse(value);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(setting + ": " + e.getMessage(), e);
    }
  }

  private EngineAddress secured(EngineAddress address) {
    Optional<String> directory = settings.get("drydock.engine.tls");
    boolean verify = !settings.get("drydock.engine.tls.verify").orElse("true").equals("false");
    if (directory.isEmpty()) {
      return address;
    }
    if (!"tcp".equals(address.uri().getScheme())) {
      throw new IllegalArgumentException(
          "drydock.engine.tls is set, and only a tcp address can have TLS, but drydock.engine is "
              + address
              + ": take drydock.engine.tls away, or name the engine as tcp://host:2376");
    }
    return address.withTls(new TlsFiles(Path.of(directory.get()), verify));
  }

  /** As the docker command does: any value that is not empty counts as yes. */
  private EngineAddress securedByVariables(EngineAddress address) {
    boolean verify = surroundings.variable("DOCKER_TLS_VERIFY").isPresent();
    boolean wanted = verify || surroundings.variable("DOCKER_TLS").isPresent();
    if (!wanted || !"tcp".equals(address.uri().getScheme())) {
      return address;
    }
    Path directory =
        surroundings
            .variable("DOCKER_CERT_PATH")
            .map(Path::of)
            .orElse(surroundings.dockerConfiguration());
    return address.withTls(new TlsFiles(directory, verify));
  }

  private @Nullable Candidate inContext(DockerContexts contexts, String name, String origin) {
    if (name.equals(DockerContexts.DEFAULT)) {
      return null;
    }
    String tried = "context \"" + name + "\", " + origin;
    String hint =
        "choose another with docker context use, or name an engine with DOCKER_HOST or"
            + " -Ddrydock.engine=unix:///path/to/socket";
    try {
      EngineAddress address = contexts.find(name);
      if (address != null) {
        return new Candidate(address, "the docker " + tried);
      }
      List<String> names = contexts.names();
      throw none(
          "the docker " + tried,
          "there is no such context in "
              + contexts.directory()
              + (names.isEmpty() ? ", nor any other" : "; there are: " + String.join(", ", names)),
          List.of(),
          hint,
          null);
    } catch (IOException | IllegalArgumentException e) {
      throw none(
          "the docker " + tried,
          "its description is not usable: " + e.getMessage(),
          List.of(),
          hint,
          e);
    }
  }

  private Found firstThatAnswers() {
    Trail trail = new Trail();
    Candidate usual = WellKnownSockets.usual(surroundings);
    NoEngineException first;
    try {
      return found(ask(usual, EngineProvider.FIRST_ANSWER), usual, trail);
    } catch (NoEngineException e) {
      trail.add(usual, e);
      first = e;
    }
    List<String> absent = new ArrayList<>();
    List<Candidate> present = new ArrayList<>();
    for (Candidate each : WellKnownSockets.others(surroundings)) {
      // A pipe would be opened by the look whether it exists; and what is in a directory that
      // cannot be entered is neither there nor absent.
      if (!surroundings.isWindows() && Files.notExists(Path.of(each.address().uri().getPath()))) {
        absent.add(each.address().uri().getPath() + " (" + each.origin() + ")");
      } else {
        present.add(each);
      }
    }
    Found found = firstOf(present, trail);
    if (found != null) {
      return found;
    }
    if (!policy().equals(NEVER) && PrivatePodman.program(surroundings) != null) {
      return privately(trail, absent);
    }
    throw new NoEngineReport()
        .rows("Tried", trail.tried)
        .rows("Absent", absent)
        .rows("Here", clues(usual, first))
        .row("Hint", Hints.of(usual.address(), first, surroundings))
        .because(first);
  }

  /** Asks all at once; the earliest in the list that answers is taken. */
  private @Nullable Found firstOf(List<Candidate> candidates, Trail trail) {
    if (candidates.isEmpty()) {
      return null;
    }
    ExecutorService threads = Executors.newCachedThreadPool(EngineDiscovery::daemon);
    try {
      List<CompletableFuture<Engine>> answers = new ArrayList<>();
      for (Candidate each : candidates) {
        answers.add(CompletableFuture.supplyAsync(() -> ask(each, UNNAMED), threads));
      }
      for (int i = 0; i < candidates.size(); i++) {
        try {
          Engine engine = answers.get(i).get();
          answers.subList(i + 1, answers.size()).forEach(EngineDiscovery::letGo);
          return found(engine, candidates.get(i), trail);
        } catch (ExecutionException e) {
          trail.add(candidates.get(i), Objects.requireNonNull(e.getCause()));
        } catch (InterruptedException e) {
          answers.forEach(EngineDiscovery::letGo);
          Thread.currentThread().interrupt();
          throw new InterruptedWaitException("Interrupted while looking for an engine", e);
        }
      }
      return null;
    } finally {
      threads.shutdown();
    }
  }

  /**
   * Podman's service, started for this run and ended with it.
   *
   * @param trail what failed before it
   * @param absent what was not there to be tried
   */
  private Found privately(Trail trail, List<String> absent) {
    Path program = PrivatePodman.program(surroundings);
    String origin = "a service of podman's for this run";
    if (program == null) {
      throw none(
          origin,
          surroundings.isLinux()
              ? "podman is not installed"
              : "such a service can be had on Linux only",
          Clues.of(surroundings),
          Hints.USUAL,
          null);
    }
    PrivatePodman service = null;
    boolean done = false;
    try {
      service = PrivatePodman.start(program, surroundings.program("setsid"));
      Candidate candidate = new Candidate(service.address(), origin);
      Engine engine = ask(candidate, EngineProvider.FIRST_ANSWER);
      done = true;
      return new Found(engine, candidate.toString(), trail.tried, trail.unusable, service);
    } catch (IOException | NoEngineException e) {
      trail.tried.add(origin + ": " + e.getMessage());
      throw new NoEngineReport()
          .rows("Tried", trail.tried)
          .rows("Absent", absent)
          .rows("Here", Clues.besidePodman(surroundings))
          .row("Hint", Hints.USUAL)
          .because(e);
    } finally {
      if (!done && service != null) {
        service.end();
      }
    }
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "drydock-discovery");
    thread.setDaemon(true);
    return thread;
  }

  // Nobody is left who could be told of a failure.
  @SuppressWarnings("FutureReturnValueIgnored")
  private static void letGo(CompletableFuture<Engine> answer) {
    answer.whenComplete(
        (engine, failure) -> {
          if (engine != null) {
            engine.close();
          }
        });
  }

  private static Engine ask(Candidate candidate, Duration limit) {
    for (EngineProvider provider :
        ServiceLoader.load(EngineProvider.class, EngineDiscovery.class.getClassLoader())) {
      if (provider.supports(candidate.address())) {
        return provider.connect(candidate.address(), limit);
      }
    }
    throw new NoEngineException("no engine provider speaks to such an address", null);
  }

  /** What was tried, each with the reason why it failed; and what of it is there all the same. */
  private static final class Trail {

    final List<String> tried = new ArrayList<>();
    final List<String> unusable = new ArrayList<>();

    void add(Candidate candidate, Throwable failure) {
      String words = candidate + ": " + failure.getMessage();
      tried.add(words);
      if (Hints.isThere(candidate.address(), failure)) {
        unusable.add(words);
      }
    }
  }

  private static NoEngineException none(
      String tried, String why, List<String> clues, String hint, @Nullable Throwable cause) {
    return new NoEngineReport()
        .row("Tried", tried)
        .row("Why not", why)
        .rows("Here", clues)
        .row("Hint", hint)
        .because(cause);
  }
}
