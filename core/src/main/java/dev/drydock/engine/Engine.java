package dev.drydock.engine;

import dev.drydock.model.UnsupportedWishException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

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
   * Whether it answers at all within this time: what takes long is told from what hangs by it.
   * {@code GET /_ping}.
   */
  boolean answers(Duration limit);

  /** Its containers. */
  EngineContainers containers();

  /** Its networks. */
  EngineNetworks networks();

  /** Its volumes. */
  EngineVolumes volumes();

  /** Its images. */
  EngineImages images();

  /**
   * Delivers what happens to containers with these labels. The engine has registered the
   * subscription when this returns. {@code GET /events}.
   *
   * @param events receives each event on a thread of the engine's own
   * @param broken is run once if the connection breaks before the subscription is closed
   */
  Subscription events(Map<String, String> labels, Consumer<EngineEvent> events, Runnable broken);

  /** Everything on the engine that has all these labels, with these values. Four lists. */
  List<Leftover> find(Map<String, String> labels);

  /**
   * How containers come to this machine. {@code GET /networks/NAME}, {@code GET /info}, {@code GET
   * /version}, or no call of the API: the way there tells it.
   *
   * @throws UnsupportedWishException when they cannot, with the reason
   */
  default HostRoute hostRoute() {
    throw new UnsupportedWishException(
        "This engine does not tell how its containers come to this machine.", null);
  }

  /**
   * Whether the places of published ports, as an inspection has told them, will stay what they are.
   * They may not where this machine is itself a container: which of two places it is shows the
   * first port at which something listens.
   */
  default boolean knowsPlaceOfPorts() {
    return true;
  }

  /**
   * The command line of a small program that removes everything with these labels once its standard
   * input ends without the line {@code bye}; it runs by itself, without this JVM. Empty when the
   * engine cannot offer one.
   *
   * <p>Names of images that carry no labels come as lines {@code image NAME=ID}: the name goes too,
   * if it still means that image, unless a line {@code forget NAME=ID} has come since.
   */
  List<String> watchdogCommand(Map<String, String> labels);

  /** Lets go of the connections. Containers are not touched. */
  @Override
  void close();
}
