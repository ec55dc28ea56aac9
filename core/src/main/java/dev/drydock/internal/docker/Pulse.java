package dev.drydock.internal.docker;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;

/**
 * Asks the engine whether it is there at all, for calls that take long: one that works on a call
 * answers others meanwhile, and one that is frozen or cut off would hold the call until its limit.
 * One question, on a thread of its own, is for all that wait at the time.
 */
final class Pulse implements Runnable {

  /** How long a call takes before the engine is asked. */
  static final Duration FIRST = Duration.ofSeconds(2);

  /** How long it is left in peace after an answer. */
  static final Duration NEXT = Duration.ofSeconds(10);

  /** Longer than a first answer may take: a busy engine shall not be taken for a silent one. */
  static final Duration SILENCE = Duration.ofSeconds(15);

  private final Duration silence;
  private final BooleanSupplier answers;
  private final ConcurrentLinkedQueue<Waiting> waiting = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean asking = new AtomicBoolean();

  /**
   * A pulse.
   *
   * @param silence after how long without an answer to the question the engine is given up
   * @param answers the question, which takes as long as that at most
   */
  Pulse(Duration silence, BooleanSupplier answers) {
    this.silence = silence;
    this.answers = answers;
  }

  /** Calls that may take no longer than this end by themselves soon enough. */
  Duration silence() {
    return silence;
  }

  /** Asks for the call of this connection, which has this deadline. */
  void ask(Connection connection, long deadline) {
    waiting.add(new Waiting(connection, deadline));
    if (asking.compareAndSet(false, true)) {
      Thread thread = new Thread(null, this, "drydock-engine-pulse", 128 * 1024, false);
      thread.setDaemon(true);
      thread.setContextClassLoader(null);
      thread.start();
    }
  }

  @Override
  public void run() {
    do {
      askOnce();
      asking.set(false);
    } while (!waiting.isEmpty() && asking.compareAndSet(false, true));
  }

  private void askOnce() {
    List<Waiting> those = new ArrayList<>();
    for (Waiting each = waiting.poll(); each != null; each = waiting.poll()) {
      those.add(each);
    }
    boolean there = answers.getAsBoolean();
    for (Waiting each : those) {
      if (there) {
        each.connection().goOn(each.deadline());
      } else {
        each.connection().giveUp(each.deadline());
      }
    }
  }

  private record Waiting(Connection connection, long deadline) {}
}
