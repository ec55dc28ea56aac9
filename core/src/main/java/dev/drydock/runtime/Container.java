package dev.drydock.runtime;

import dev.drydock.engine.ProcessStream;
import dev.drydock.engine.Subscription;
import dev.drydock.model.ContainerAddress;
import dev.drydock.model.ContainerPort;
import dev.drydock.model.ContainerProcess;
import dev.drydock.model.ContainerRef;
import dev.drydock.model.ContainerSizes;
import dev.drydock.model.ContainerState;
import dev.drydock.model.ContainerStats;
import dev.drydock.model.Endpoint;
import dev.drydock.model.ExecResult;
import dev.drydock.model.FileChange;
import dev.drydock.model.LogLine;
import dev.drydock.model.NetworkRef;
import dev.drydock.model.StopResult;
import dev.drydock.ready.Readiness;
import dev.drydock.spec.ContainerSpec;
import dev.drydock.spec.ExecSpec;
import dev.drydock.spec.FileContent;
import dev.drydock.spec.container.Resources;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * A live container. It belongs to the session that started it; after that session, or this handle,
 * has closed, every call but {@link #id()}, {@link #name()}, {@link #spec()} and {@link #close()}
 * throws {@link dev.drydock.model.ClosedException}. Safe for any number of threads.
 */
public interface Container extends ContainerRef, AutoCloseable {

  /** The description it was started from. */
  ContainerSpec spec();

  /**
   * Where the test reaches a published TCP port; see {@link #endpoint(ContainerPort)}.
   *
   * @throws IllegalArgumentException when the description does not publish the port
   */
  default Endpoint endpoint(int containerPort) {
    return endpoint(ContainerPort.tcp(containerPort));
  }

  /**
   * Where the test reaches a published port; no engine call, but in tests that run in a container
   * themselves, until it is known where ports are for them. With {@link
   * dev.drydock.spec.NetworkMode#host()} it is the port of the engine's machine itself, with {@link
   * dev.drydock.spec.NetworkMode#container} where that container publishes it.
   *
   * @throws IllegalArgumentException when the description does not publish the port, or the
   *     container has no network
   */
  Endpoint endpoint(ContainerPort containerPort);

  /**
   * Where it is now on each of its networks, by their names; none in the network of the host or of
   * another container. {@code GET /containers/ID/json}.
   */
  Map<String, ContainerAddress> addresses();

  /**
   * Where it is now on this network; see {@link #addresses()}.
   *
   * @throws IllegalArgumentException when it is not on it
   */
  ContainerAddress address(NetworkRef network);

  /** Where it is in its life now. {@code GET /containers/ID/json}. */
  ContainerState state();

  /**
   * Hands its state to the consumer: the present one before this returns, then each that it comes
   * to be in, in order, to {@link ContainerState.Removed}. It is told on a thread of Drydock's; one
   * that throws gets the next ones. {@code GET /events}.
   */
  Subscription followStates(Consumer<ContainerState> consumer);

  /** What it has written, both streams in order. {@code GET /containers/ID/logs}. */
  Logs logs();

  /** Hands every line it has written, and will write, to the consumer: see {@link Logs#follow}. */
  default Subscription followLogs(Consumer<LogLine> consumer) {
    return logs().follow(consumer);
  }

  /** Runs a command in it, word by word, without a shell, and waits for its end. */
  default ExecResult exec(String... command) {
    return exec(ExecSpec.of(command));
  }

  /** Runs a command in it and waits for its end. {@code POST /containers/ID/exec}. */
  ExecResult exec(ExecSpec command);

  /**
   * Starts a command in it and leaves it alone. {@code POST /containers/ID/exec}.
   *
   * @throws IllegalArgumentException when the command has a standard input, an output or a timeout
   */
  DetachedExec execDetached(ExecSpec command);

  /**
   * Connects to its main process: what it writes from now on, and its standard input, if {@link
   * ContainerSpec#withStdin()} was said. To be closed. {@code POST /containers/ID/attach}.
   */
  ProcessStream attach();

  /**
   * Puts a file or a directory at an absolute path in it; missing parent directories are made.
   * {@code PUT /containers/ID/archive}.
   */
  void copyIn(FileContent content, String containerPath);

  /** The bytes of one file in it. {@code GET /containers/ID/archive}. */
  byte[] readFile(String containerPath);

  /**
   * Writes one file of it to the target, which is not closed; none of it is held in memory. {@code
   * GET /containers/ID/archive}.
   *
   * @throws IllegalArgumentException when the path is no file
   * @throws dev.drydock.model.EngineException with status 404 when there is no such path
   */
  void copyOut(String containerPath, OutputStream target);

  /**
   * Copies a file out of it to this file, or a directory with all in it to this directory, which is
   * made if missing. A link that leads out of the directory is left out, and a warning is logged
   * that names it. {@code GET /containers/ID/archive}.
   */
  void copyOut(String containerPath, Path target);

  /**
   * Waits until the condition holds, the time is over, or it dies.
   *
   * @throws dev.drydock.model.ContainerStartException when the condition does not come to hold; the
   *     container stays
   */
  void await(Readiness readiness, Duration timeout);

  /** Asks its main process to end, and kills it after 10 s; it stays, with its log and files. */
  default StopResult stop() {
    return stop(Duration.ofSeconds(10));
  }

  /**
   * Asks its main process to end, and kills it after the grace period, in whole seconds; it stays,
   * with its log and files. {@code POST /containers/ID/stop}.
   *
   * @throws IllegalArgumentException when the grace period is negative
   */
  StopResult stop(Duration grace);

  /**
   * Sends its main process this signal, and kills it after the grace period; it stays, with its log
   * and files. {@code POST /containers/ID/kill}.
   *
   * @throws IllegalArgumentException when the signal is none, or the grace period negative
   */
  StopResult stop(Duration grace, String signal);

  /**
   * Starts it again after its end, and waits until it is ready, as its description says. Its files
   * are as they were, a tmpfs is empty, and its endpoints are the same, save those of {@link
   * ContainerSpec#withImagePorts()}. Who follows the log gets the new lines too, from the first.
   * Nothing happens when it runs. {@code POST /containers/ID/start}.
   *
   * @throws dev.drydock.model.ContainerStartException when it does not become ready, or the engine
   *     refuses to start it, for example because something has its host port by now; it stays
   */
  void start();

  /** Stops and starts it; see {@link #stop()} and {@link #start()}. */
  default void restart() {
    restart(Duration.ofSeconds(10));
  }

  /**
   * Stops, with this grace period, and starts it; see {@link #stop(Duration)}, {@link #start()}.
   */
  void restart(Duration grace);

  /** Freezes all its processes. {@code POST /containers/ID/pause}. */
  void pause();

  /** Lets its processes go on. {@code POST /containers/ID/unpause}. */
  void unpause();

  /**
   * Sends a signal to its main process and does not wait. {@code POST /containers/ID/kill}.
   *
   * @param signal a name such as {@code HUP} or {@code SIGHUP}, or a number
   * @throws IllegalArgumentException when there is no such signal
   */
  void kill(String signal);

  /**
   * Waits for the end of its main process; the exit code. {@code POST /containers/ID/wait}.
   *
   * @throws dev.drydock.model.TimedOutException when it has not ended within the time
   */
  int awaitExit(Duration timeout);

  /**
   * Gives it another name on the engine. {@code POST /containers/ID/rename}.
   *
   * @throws IllegalArgumentException when the engine would not take such a name
   * @throws dev.drydock.model.EngineException with status 409 when the name is taken
   */
  void rename(String name);

  /**
   * Limits anew, while it runs, what the function says, for example {@code r -> r.withCpus(0.5)};
   * the rest stays: with another limit of memory it has as much swap as before. {@code GET
   * /containers/ID/json}, {@code POST /containers/ID/update}.
   *
   * @throws IllegalArgumentException when it says something besides memory, swap, processors and
   *     processes, which no engine changes later
   * @throws dev.drydock.model.UnsupportedWishException when the engine cannot limit that, or it is
   *     more than {@code drydock.limits…} allow
   */
  void limit(UnaryOperator<Resources> limits);

  /** What it uses now. {@code GET /containers/ID/stats}; at once from API 1.41 on, else 1 s. */
  ContainerStats stats();

  /**
   * Hands what it uses to the consumer, once a second, on a thread of its own. {@code GET
   * /containers/ID/stats?stream=1}.
   */
  Subscription followStats(Consumer<ContainerStats> consumer);

  /** Its processes, as the engine's host sees them. {@code GET /containers/ID/top}. */
  List<ContainerProcess> processes();

  /** How its files differ from its image's. {@code GET /containers/ID/changes}. */
  List<FileChange> changes();

  /** What it takes on the engine's disk. {@code GET /containers/ID/json?size=1}. */
  ContainerSizes sizes();

  /**
   * Makes an image of its files as they are now, without those in volumes and other mounts, and
   * with its configuration. Where it has volumes a warning is logged: a database's data is mostly
   * there, and {@link Volume#snapshot()} keeps it. Another is logged where it was described with
   * secrets, whose files are part of the image. Its processes stand still meanwhile. The image goes
   * with the session. {@code GET /containers/ID/json}, {@code POST /commit}.
   */
  Image commit();

  /**
   * Runs a command to its end in a new container of the same image, environment, user, networks and
   * mounts, as its description names them, without its name, aliases and ports; the new one is
   * removed afterwards. Anonymous volumes are new ones, and networks that the running container was
   * connected to later are not among them. What it writes goes to the description's logger, too,
   * and not to its log consumers and log file.
   *
   * @throws dev.drydock.model.TimedOutException when it has not ended within the description's
   *     start timeout; it has the last lines of the log
   */
  ExecResult runOnce(String... command);

  /**
   * Kills and removes it and its anonymous volumes, and returns when it is gone. One engine call.
   */
  @Override
  void close();
}
