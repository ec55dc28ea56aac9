package dev.drydock.runtime;

import dev.drydock.model.ExecResult;
import dev.drydock.model.ImageName;
import dev.drydock.spec.ContainerSpec;
import dev.drydock.spec.NetworkSpec;
import dev.drydock.spec.PullPolicy;
import dev.drydock.spec.VolumeSpec;
import dev.drydock.spec.image.ImageSource;
import dev.drydock.spec.image.ImageSpec;
import java.util.Collection;
import java.util.List;

/**
 * Owns all that is started through it: the only way from a description to something alive. Safe for
 * any number of threads.
 *
 * <p>Every verb throws {@link dev.drydock.model.ClosedException} after {@link #close()}, {@link
 * dev.drydock.model.InterruptedWaitException} when the thread is interrupted, and {@link
 * dev.drydock.model.EngineException} when the engine refuses; in each case nothing of what it had
 * begun to make is left.
 */
public interface Session extends AutoCloseable {

  /** The session's identifier, the value of the label {@code dev.drydock.session}. */
  String id();

  /**
   * Starts a container and waits until it is ready.
   *
   * @throws dev.drydock.model.ContainerStartException when it does not become ready
   * @throws dev.drydock.model.ImageException when its image cannot be had
   */
  Container start(ContainerSpec spec);

  /**
   * Starts a container, doing this when it was made and when it was started, and waits until it is
   * ready.
   *
   * @throws dev.drydock.model.ContainerStartException when it does not become ready
   * @throws dev.drydock.model.ImageException when its image cannot be had
   */
  Container start(ContainerSpec spec, StartHooks hooks);

  /**
   * Makes a container, with its files, and does not start it. {@code POST /containers/create}.
   *
   * @throws dev.drydock.model.ImageException when its image cannot be had
   */
  UnstartedContainer create(ContainerSpec spec);

  /**
   * Runs a container to the end of its main process, for a task that is done once, and removes it.
   * The result has all that it wrote; what makes the description ready does not matter. The
   * description's log consumers, logger and log file get the lines, too, and up to 10 s for the
   * last of them.
   *
   * @throws dev.drydock.model.TimedOutException when it has not ended within the description's
   *     start timeout, with the last lines of its log; it is removed
   */
  ExecResult run(ContainerSpec spec);

  /** Starts a service and waits until it is ready; see {@link #start(ContainerSpec)}. */
  <H> H start(Service<H> service);

  /**
   * Starts containers together: in parallel, but each after the members it names with {@code
   * after}. Two or more share a network, in which each is reachable under its name. When one fails,
   * the others are stopped and removed, and the first failure is thrown.
   *
   * @throws IllegalArgumentException when names repeat, a member is named that is not in the group,
   *     or the order has a cycle
   */
  default Group startAll(GroupMember<?>... members) {
    return startAll(List.of(members));
  }

  /** Starts containers together; see {@link #startAll(GroupMember...)}. */
  Group startAll(Collection<GroupMember<?>> members);

  /**
   * Starts containers together on a network that is there already; see {@link
   * #startAll(GroupMember...)}.
   */
  Group startAll(Network network, Collection<GroupMember<?>> members);

  /** Makes a bridge network. {@code POST /networks/create}. */
  default Network network() {
    return network(NetworkSpec.of());
  }

  /** Makes a network. {@code POST /networks/create}. */
  Network network(NetworkSpec spec);

  /**
   * A network that is there already, by its name; it is never removed by Drydock. {@code GET
   * /networks/NAME}.
   *
   * @throws IllegalArgumentException when it is a network mode
   * @throws dev.drydock.model.EngineException with status 404 when there is none
   */
  Network adoptNetwork(String name);

  /** Makes a volume. {@code POST /volumes/create}. */
  default Volume volume() {
    return volume(VolumeSpec.of());
  }

  /** Makes a volume, and fills it as described. {@code POST /volumes/create}. */
  Volume volume(VolumeSpec spec);

  /**
   * An image, pulled when the engine does not have it. It stays when the session closes. {@code GET
   * /images/NAME/json}, {@code POST /images/create}.
   *
   * @throws IllegalArgumentException when the text is not an image name
   * @throws dev.drydock.model.ImageException when it cannot be had
   */
  default Image image(String name) {
    return image(ImageName.parse(name));
  }

  /** An image, pulled when the engine does not have it; see {@link #image(String)}. */
  default Image image(ImageName name) {
    return image(name, PullPolicy.missing());
  }

  /** An image, pulled when the policy says so; see {@link #image(String)}. */
  Image image(ImageName name, PullPolicy policy);

  /**
   * Lets containers reach a TCP port of this machine, where something listens at the loopback or is
   * going to; what listens at every address must do so before. No container helps with it: this
   * process listens at the address at which the engine's containers arrive, and lets in whom they
   * arrive as: neighbours on a bridge of this machine, or the engine's host. {@code GET
   * /networks/bridge}, or {@code GET /info} and {@code GET /version}.
   *
   * @throws IllegalArgumentException when the port is not 1 to 65535
   * @throws dev.drydock.model.UnsupportedWishException when no way leads from them to this machine,
   *     or this process cannot listen there
   * @throws dev.drydock.model.EngineException when the engine does not tell
   */
  HostPort hostPort(int port);

  /**
   * A volume that is there already, by its name; it is never removed by Drydock. {@code GET
   * /volumes/NAME}.
   *
   * @throws dev.drydock.model.EngineException with status 404 when there is none
   */
  Volume adoptVolume(String name);

  /**
   * An image that is built, loaded from an archive, or made of a root file system. What is loaded
   * or made goes with the session. {@code POST /build}, {@code POST /images/load}, {@code POST
   * /images/create?fromSrc=-}.
   *
   * @throws dev.drydock.model.ImageException when it cannot be had
   */
  Image image(ImageSource source);

  /**
   * Builds an image, or finds the one that the same inputs built before. It stays for the next run,
   * unless the description says {@link ImageSpec#withoutCache()}. {@code POST /build}.
   *
   * @throws dev.drydock.model.ImageException when a step fails, or the Dockerfile, the context or
   *     an image it is based on is not to be had; the message has the step and its output
   */
  BuiltImage image(ImageSpec spec);

  /**
   * Begins, in the background, to make a container that is going to be wanted: its image is pulled,
   * it is created and started. The next {@link #start} of a description by which the engine would
   * make the same container takes it over, and waits until it is ready.
   *
   * <p>It is a hint. A preparation that fails is undone and forgotten: the start begins anew, and
   * reports; so it does when the container has ended by then, does not become ready, or was given
   * files that have changed. What was prepared and not wanted goes with the session. A description
   * with a name, a fixed host port or address, a network mode, a volume, a bind, or a pull policy
   * other than {@code missing} is not prepared: somebody else may need what it would take, or see
   * what it does too early.
   */
  void prepare(ContainerSpec spec);

  /**
   * Closes the session at once, and removes in the background what it made; a start that needs a
   * name or a fixed host port of it waits until that is free. When many such removals are under way
   * it returns later. Closing Drydock waits for all of them and reports what could not be removed.
   */
  void closeInBackground();

  /**
   * Removes everything the session made, newest first, and returns when it is gone. Called again,
   * it does nothing.
   *
   * @throws dev.drydock.model.RemovalException when something could not be removed
   */
  @Override
  void close();
}
