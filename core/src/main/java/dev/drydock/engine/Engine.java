package dev.drydock.engine;

import dev.drydock.model.ContainerPort;
import dev.drydock.model.ExecResult;
import dev.drydock.model.ImageName;
import dev.drydock.model.RegistryCredentials;
import dev.drydock.ready.Verdict;
import dev.drydock.spec.ExecSpec;
import dev.drydock.spec.FileContent;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A container engine: what a back end must be able to do. Those who write a back end implement it;
 * {@code EngineContract} in the tests says what each verb means.
 *
 * <p>Safe for any number of threads. Every call blocks and honours interrupts: an interrupted call
 * throws {@link dev.drydock.model.InterruptedWaitException} with the thread's flag set. A refusal
 * or a broken connection is an {@link dev.drydock.model.EngineException}.
 */
public interface Engine extends AutoCloseable {

  /** What is known of it; no call. */
  EngineInfo info();

  /** What it says of itself and its host. {@code GET /version} and {@code GET /info}. */
  EngineDetails details();

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
  void upload(String containerId, Map<String, FileContent> files);

  /**
   * Copies a file, or a directory with all in it, out of a container; a path that is a link is
   * followed. Until it returns, other calls about the container may wait. {@code GET
   * /containers/ID/archive}.
   *
   * @param visitor takes the entries, what was asked for first; its failure ends the copy
   */
  void download(String containerId, String path, EngineFile.Visitor visitor);

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
   * @param tail the last so many lines, or -1 for all
   * @param follow whether the stream goes on until the container ends
   */
  LogStream logs(String containerId, boolean tty, int tail, boolean follow);

  /**
   * Asks the main process to end, and kills it after the grace period. {@code POST
   * /containers/ID/stop}.
   */
  void stop(String containerId, Duration grace);

  /**
   * Kills and removes a container with its anonymous volumes; one that is gone is no error. {@code
   * DELETE /containers/ID?force=1&v=1}.
   */
  void removeContainer(String idOrName);

  /** Makes a network; its identifier. {@code POST /networks/create}. */
  String createNetwork(NetworkPlan plan);

  /** Removes a network; one that is gone is no error. {@code DELETE /networks/ID}. */
  void removeNetwork(String idOrName);

  /**
   * Makes a volume. {@code POST /volumes/create}.
   *
   * @throws dev.drydock.model.EngineException with status 409 when there is one of that name
   */
  void createVolume(VolumePlan plan);

  /** Removes a volume; one that is gone is no error. {@code DELETE /volumes/NAME}. */
  void removeVolume(String name);

  /**
   * Pulls an image. {@code POST /images/create}.
   *
   * @param credentials what the engine shows the image's registry; null for none
   * @param progress receives a line for people now and then
   * @throws dev.drydock.model.ImageException when it cannot be had
   */
  void pull(ImageName image, @Nullable RegistryCredentials credentials, Consumer<String> progress);

  /**
   * Inspects an image. {@code GET /images/NAME/json}.
   *
   * @throws dev.drydock.model.ImageException when the engine does not have it
   */
  ImageFacts inspectImage(ImageName image);

  /**
   * Delivers what happens to containers with these labels. The engine has registered the
   * subscription when this returns. {@code GET /events}.
   *
   * @param events receives each event on a thread of the engine's own
   * @param broken is run once if the connection breaks before the subscription is closed
   */
  Subscription events(Map<String, String> labels, Consumer<EngineEvent> events, Runnable broken);

  /** Everything on the engine that has all these labels, with these values. Three lists. */
  List<Leftover> find(Map<String, String> labels);

  /**
   * The command line of a small program that removes everything with these labels once its standard
   * input ends without the line {@code bye}; it runs by itself, without this JVM. Empty when the
   * engine cannot offer one.
   */
  List<String> watchdogCommand(Map<String, String> labels);

  /** Lets go of the connections. Containers are not touched. */
  @Override
  void close();
}
