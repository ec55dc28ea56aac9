package dev.drydock.internal.wait;

import dev.drydock.ready.Look;
import dev.drydock.ready.Readiness;
import dev.drydock.ready.Target;
import dev.drydock.ready.Verdict;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The loop that asks a condition until there is an answer; the only timeout and the only pause.
 *
 * <p>The pause grows with the time waited, from 1 ms to 20 ms, so that a service is seen within a
 * small part of the time it took, and is never shorter than a quarter of the look before it, up to
 * 250 ms, so that looks which cost the engine much leave it time for others.
 */
public final class ReadinessLoop {

  private static final long LEAST = TimeUnit.MILLISECONDS.toNanos(1);
  private static final long MOST = TimeUnit.MILLISECONDS.toNanos(20);
  private static final long MOST_FOR_COSTLY = TimeUnit.MILLISECONDS.toNanos(250);
  private static final int PART = 64;
  private static final int SHARE = 4;

  private final Readiness readiness;
  private final Target target;
  private final Signal signal;
  private final BooleanSupplier dead;
  private final Runnable begun;
  private final Ticker ticker;

  private volatile String why = "not looked at";
  private final AtomicInteger looks = new AtomicInteger();
  private volatile @Nullable Throwable cause;

  /**
   * A loop for one wait.
   *
   * @param signal given whenever an earlier look than the next is worth while
   * @param dead whether the container's process has ended
   * @param begun is run when the condition has begun, before the first look
   */
  public ReadinessLoop(
      Readiness readiness, Target target, Signal signal, BooleanSupplier dead, Runnable begun) {
    this(readiness, target, signal, dead, begun, Ticker.REAL);
  }

  ReadinessLoop(
      Readiness readiness,
      Target target,
      Signal signal,
      BooleanSupplier dead,
      Runnable begun,
      Ticker ticker) {
    this.readiness = readiness;
    this.target = target;
    this.signal = signal;
    this.dead = dead;
    this.begun = begun;
    this.ticker = ticker;
  }

  /**
   * Looks until there is an answer.
   *
   * @throws InterruptedException when the thread is interrupted
   */
  public Outcome run(Duration timeout) throws InterruptedException {
    long start = ticker.nanos();
    long limit = Waiter.nanos(timeout);
    Look look = readiness.begin(target);
    begun.run();
    while (true) {
      boolean wasDead = dead.getAsBoolean();
      if (wasDead && !readiness.awaitsExit()) {
        return outcome(Outcome.End.DIED, ticker.nanos() - start);
      }
      long before = ticker.nanos();
      Verdict verdict = lookOnce(look);
      long now = ticker.nanos();
      if (verdict instanceof Verdict.Ready) {
        why = "";
        return outcome(Outcome.End.READY, now - start);
      }
      if (verdict instanceof Verdict.Never never) {
        why = never.why();
        return outcome(Outcome.End.NEVER, now - start);
      }
      if (wasDead) {
        return outcome(Outcome.End.DIED, now - start);
      }
      long rest = limit - (now - start);
      if (rest <= 0) {
        return outcome(Outcome.End.TIMED_OUT, now - start);
      }
      ticker.pause(signal, Math.min(rest, pause(now - start, now - before)));
    }
  }

  /** How it stands now, for the one who gave up waiting for {@link #run}. */
  Outcome outcome(Outcome.End end, long nanos) {
    return new Outcome(end, why, looks.get(), Duration.ofNanos(nanos), cause);
  }

  static long pause(long waited, long lastLook) {
    long grown = Math.max(LEAST, Math.min(MOST, waited / PART));
    return Math.max(grown, Math.min(MOST_FOR_COSTLY, lastLook / SHARE));
  }

  private Verdict lookOnce(Look look) throws InterruptedException {
    try {
      Verdict verdict = look.look(target);
      looks.incrementAndGet();
      cause = null;
      if (verdict instanceof Verdict.NotYet notYet) {
        why = notYet.why();
      }
      return verdict;
    } catch (InterruptedException e) {
      throw e;
    } catch (Exception e) {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      looks.incrementAndGet();
      cause = e;
      why = e.getMessage() == null ? e.toString() : e.getMessage();
      return Verdict.notYet(why);
    }
  }
}
