package dev.drydock.engine;

import dev.drydock.model.ContainerPort;
import dev.drydock.model.ExecResult;
import dev.drydock.ready.Verdict;
import dev.drydock.spec.ExecSpec;
import dev.drydock.spec.FileContent;
import java.io.InputStream;
import java.time.Duration;
import java.util.Map;

/** What an engine does with containers. See {@link Engine} for what holds for every verb. */
public interface EngineContainers {

  /**
   * Makes a container and does not start it. {@code POST /containers/create}.
   *
   * @throws dev.drydock.model.ImageException when the engine does not have the image
   */
  CreatedContainer create(ContainerPlan plan);

  /**
   * Puts files into a container, in one request, made by root. {@code PUT /containers/ID/archive}.
   *
   * @param files contents by absolute container path; missing parent directories are made
   */
  default void upload(String containerId, Map<String, FileContent> files) {
    upload(containerId, "/", files);
  }

  /**
   * Puts files into a directory of a container, such as that of a volume, which need not run; see
   * {@link #upload(String, Map)}.
   *
   * @param directory an absolute path that is there
   * @param files contents by the path below it
   */
  void upload(String containerId, String directory, Map<String, FileContent> files);

  /**
   * Copies a file, or a directory with all in it, out of a container; a path that is a link is
   * followed. Until it returns, other calls about the container may wait. {@code GET
   * /containers/ID/archive}.
   *
   * @param visitor takes the entries, what was asked for first; its failure ends the copy
   */
  void download(String containerId, String path, EngineFile.Visitor visitor);

  /**
   * A directory of a container and all that is in it, as a tar archive, owners, permissions, times
   * and links as they are. {@code GET /containers/ID/archive}.
   *
   * @return the archive as it comes in; the caller closes it
   * @throws dev.drydock.model.UnsupportedWishException when the engine does not give the owners
   */
  InputStream pack(String containerId, String path);

  /**
   * Lays such an archive over the directory of that path in a container of the same engine, which
   * need not run. {@code PUT /containers/ID/archive}.
   *
   * @param archive is read to its end, and not closed
   */
  void unpack(String containerId, String path, InputStream archive);

  /** Starts a container. {@code POST /containers/ID/start}. */
  void start(String containerId);

  /** Inspects a container. {@code GET /containers/ID/json}. */
  ContainerFacts inspect(String containerId);

  /**
   * Whether a process in the container accepts connections at the TCP port; takes well under 1 s.
   */
  Verdict accepts(ContainerFacts container, ContainerPort port);

  /**
   * Runs a command in a container until it ends. {@code POST /containers/ID/exec} and what follows.
   */
  ExecResult exec(String containerId, ExecSpec command);

  /**
   * The container's output from this moment on; opened before the start, all of it. {@code POST
   * /containers/ID/attach}.
   */
  LogStream attach(String containerId, boolean tty);

  /**
   * The container's log. {@code GET /containers/ID/logs}.
   *
   * @throws dev.drydock.model.EngineException also when the container's log driver cannot be read
   */
  LogStream logs(String containerId, boolean tty, LogPlan plan);

  /**
   * The container's log, both streams, without times.
   *
   * @param tail the last so many lines, or -1 for all
   * @param follow whether the stream goes on until the container ends
   */
  default LogStream logs(String containerId, boolean tty, int tail, boolean follow) {
    return logs(containerId, tty, LogPlan.all().last(tail).following(follow));
  }

  /**
   * Asks the main process to end, and kills it after the grace period. {@code POST
   * /containers/ID/stop}.
   */
  void stop(String containerId, Duration grace);

  /**
   * Kills and removes a container with its anonymous volumes; one that is gone is no error. {@code
   * DELETE /containers/ID?force=1&v=1}.
   */
  void remove(String idOrName);

  /** What is done with a container while it lives. */
  EngineLife life();

  /** The streams of its processes. */
  EngineExecs execs();
}
