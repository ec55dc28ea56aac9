package dev.drydock;

import dev.drydock.engine.Diagnosis;
import dev.drydock.engine.EngineAddress;
import dev.drydock.engine.EngineInfo;
import dev.drydock.engine.Settings;
import dev.drydock.internal.session.Doctor;
import dev.drydock.internal.session.Hub;
import dev.drydock.model.image.PrunedImages;
import dev.drydock.runtime.RunAhead;
import dev.drydock.runtime.Session;
import java.util.List;

/**
 * A connection to a container engine, from which sessions are opened. Safe for any number of
 * threads; one is enough for a whole JVM.
 *
 * <p>Whatever a session makes is removed when it closes; when this closes, its sessions close; and
 * if the process is killed, a small child process that outlives it removes what it owned.
 */
public final class Drydock implements AutoCloseable {

  private final Hub hub;

  private Drydock(Hub hub) {
    this.hub = hub;
  }

  /**
   * Connects to the engine that the usual settings name: {@code drydock.engine}, {@code
   * DOCKER_HOST}, {@code DOCKER_CONTEXT} or the context in use; if none does, to the first of the
   * sockets on which engines are known to listen. {@code GET /_ping}.
   *
   * @throws dev.drydock.model.NoEngineException when none answers; the message says what was tried
   */
  public static Drydock connect() {
    return connect(Settings.load());
  }

  /**
   * Connects to the engine at this address.
   *
   * @throws dev.drydock.model.NoEngineException when it does not answer
   */
  public static Drydock connect(EngineAddress address) {
    return new Drydock(Hub.connect(Settings.load(), address));
  }

  /**
   * Connects to the engine that these settings name.
   *
   * @throws dev.drydock.model.NoEngineException when none answers
   */
  public static Drydock connect(Settings settings) {
    return new Drydock(Hub.connect(settings, null));
  }

  /**
   * Looks for an engine as {@link #connect()} does, and says what was tried, why each failed, what
   * was found and what to do next. Never throws because none is there. {@code GET /_ping}, {@code
   * GET /version}, {@code GET /info} and four lists.
   */
  public static Diagnosis doctor() {
    return Doctor.examine(Settings.load());
  }

  /** What is known of the engine; no call. */
  public EngineInfo engine() {
    return hub.engine().info();
  }

  /**
   * Opens a session, which owns what is started through it.
   *
   * @throws dev.drydock.model.ClosedException after {@link #close()}
   */
  public Session openSession() {
    return hub.openSession();
  }

  /**
   * Removes images that Drydock has built and kept for the next build of the same: those not used
   * for {@code drydock.images.days} days, and the longest unused of those that take more than
   * {@code drydock.images.size} together. What was used within the last hour stays, and so does
   * what a container uses or another image is built on. Each build does the same. {@code GET
   * /images/json}, {@code DELETE /images/NAME}.
   *
   * @throws IllegalArgumentException when one of the settings is wrong
   * @throws dev.drydock.model.ClosedException after {@link #close()}
   */
  public PrunedImages pruneImages() {
    return hub.pruneImages();
  }

  /**
   * Makes containers before they are asked for, for a framework that knows what its run consists
   * of.
   *
   * @param places the places of the run, such as test classes, in the order in which they will
   *     probably begin
   * @throws IllegalArgumentException when the setting {@code drydock.prefetch} is neither {@code
   *     off} nor a number
   */
  public RunAhead runAhead(List<String> places) {
    return hub.runAhead(places);
  }

  /**
   * Closes the sessions that are open, newest first, and lets go of the engine.
   *
   * @throws dev.drydock.model.RemovalException when something could not be removed
   */
  @Override
  public void close() {
    hub.close();
  }
}
