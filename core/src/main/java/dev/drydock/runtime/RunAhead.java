package dev.drydock.runtime;

import java.util.Collection;

/**
 * Makes containers before they are asked for: for frameworks which know the places of a run, such
 * as test classes, that will want containers one after another.
 *
 * <p>What a place started in an earlier run is in a record. While one place runs, the containers of
 * the next few are made and started in their sessions; a place that then asks for the same gets
 * them, and one that asks for something else notices nothing. How many places ahead it works is
 * bounded, by the processors and the free memory of the machine too. The setting {@code
 * drydock.prefetch} is a number of places or {@code off}; {@code drydock.prefetch.file} names the
 * record, by default {@code target/drydock/plans.json} or {@code build/drydock/plans.json},
 * whichever directory is there. The record holds environment variables, so that only its owner can
 * read it.
 */
public interface RunAhead extends AutoCloseable {

  /**
   * The system property by which a build tool may name the test classes of a run: in their order,
   * with commas between them. JUnit's launcher does it by itself.
   */
  String CLASSES_PROPERTY = "drydock.run.classes";

  /**
   * A place begins. It gets a session, in which its containers may be under way already, and closes
   * it; the places after it are prepared meanwhile. If anything else than these was prepared for
   * it, all of that goes, so that nothing of it can be met in the session.
   *
   * @param onNetwork whether they are started on a network that {@link Session#network()} makes
   * @param members what it will start together; none when that is not known
   * @throws dev.drydock.model.ClosedException when Drydock is closed
   */
  Session begin(String place, boolean onNetwork, Collection<GroupMember<?>> members);

  /** What the place began with has started, and is remembered for the next run. */
  void remember(String place);

  /** The place starts nothing together: what earlier runs remember of it is forgotten. */
  void forget(String place);

  /** Writes the record; what was prepared and not wanted goes with Drydock. */
  @Override
  void close();
}
