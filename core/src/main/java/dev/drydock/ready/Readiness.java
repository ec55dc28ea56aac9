package dev.drydock.ready;

import dev.drydock.model.ContainerPort;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A condition under which a container counts as ready: an immutable value.
 *
 * <p>One loop asks a condition again and again until it says ready or never, the start timeout is
 * over, or the container dies. Conditions of one's own are made with {@link #custom}.
 */
public sealed interface Readiness
    permits AllReadiness,
        AnyReadiness,
        CommandReadiness,
        CustomReadiness,
        DefaultReadiness,
        ExitedReadiness,
        FailIfReadiness,
        HealthyReadiness,
        HttpReadiness,
        LogReadiness,
        PortReadiness,
        RunningReadiness {

  /**
   * What holds when nothing is said: the image's or the description's healthcheck succeeds; without
   * one, every TCP port named by {@code withPort} accepts; without ports, the container runs.
   */
  static Readiness byDefault() {
    return DefaultReadiness.INSTANCE;
  }

  /** The container's main process runs, and still runs after 150 ms; nothing more. */
  static Readiness running() {
    return RunningReadiness.INSTANCE;
  }

  /** A process in the container accepts TCP connections at the port. */
  static Readiness port(int containerPort) {
    return new PortReadiness(ContainerPort.tcp(containerPort));
  }

  /** {@code GET path} at the container port is answered with a status from 200 to 399. */
  static HttpReadiness http(int containerPort, String path) {
    return HttpReadiness.of(ContainerPort.tcp(containerPort), path);
  }

  /** A line of the log in which the regular expression is found. */
  static Readiness logLine(String regex) {
    return logLine(regex, 1);
  }

  /** So many lines of the log in each of which the regular expression is found. */
  static Readiness logLine(String regex, int times) {
    return new LogReadiness(Pattern.compile(regex), times);
  }

  /** The container's healthcheck succeeds. */
  static Readiness healthy() {
    return HealthyReadiness.INSTANCE;
  }

  /** The command, run in the container, ends with exit code 0. */
  static Readiness command(String... command) {
    return new CommandReadiness(List.of(command));
  }

  /** The container's main process has ended with this exit code: for jobs that run once. */
  static Readiness exited(int exitCode) {
    return new ExitedReadiness(exitCode);
  }

  /** All of these hold, each looked at until it has held once. */
  static Readiness all(Readiness... conditions) {
    return new AllReadiness(List.of(conditions));
  }

  /** At least one of these holds. */
  static Readiness any(Readiness... conditions) {
    return new AnyReadiness(List.of(conditions));
  }

  /** Never ready; once the condition holds, the wait fails. For use within {@link #all}. */
  static Readiness failIf(Readiness condition) {
    return new FailIfReadiness(condition);
  }

  /**
   * A condition of one's own.
   *
   * @param description completes the sentence "waited for: …", for example {@code the queue is
   *     empty}
   */
  static Readiness custom(String description, Look look) {
    return new CustomReadiness(description, Set.of(), look);
  }

  /** A condition of one's own that looks at this published port. */
  static Readiness custom(String description, ContainerPort port, Look look) {
    return new CustomReadiness(description, Set.of(port), look);
  }

  /**
   * A server answers at this published port in its own protocol.
   *
   * <p>A refused connection, a hang-up and silence are not yet; the conversation judges the rest.
   *
   * @param description completes the sentence "waited for: …", for example {@code the server
   *     answers PING on port 6379/tcp}
   */
  static Readiness exchange(
      String description, ContainerPort port, TcpExchange.Conversation conversation) {
    return custom(description, port, TcpExchange.look(port, conversation));
  }

  /** The condition in words; completes the sentence "waited for: …". */
  String describe();

  /** The container ports it looks at; a description that does not name them is refused. */
  default Set<ContainerPort> ports() {
    return Set.of();
  }

  /** Whether the container's end is what it waits for, rather than a failure. */
  default boolean awaitsExit() {
    return false;
  }

  /** Whether it reads the container's log, whose stream is then opened before the start. */
  default boolean readsLog() {
    return false;
  }

  /** Begins one wait: a look that may remember what it has seen in this wait. */
  Look begin(Target target);
}
