package dev.drydock.internal.wait;

import dev.drydock.model.InterruptedWaitException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Runs a loop beside the thread that waits for it, so that a look which blocks can neither outlast
 * the timeout nor hide the container's death, and so that only a thread of Drydock's own is
 * interrupted.
 */
public final class Waiter {

  /** How long after death or timeout a blocked look may still come to an end by itself. */
  private static final long PATIENCE_NANOS = TimeUnit.MILLISECONDS.toNanos(40);

  /** What is meant when somebody says for ever; nanoseconds have no room for much more. */
  private static final Duration FOR_EVER = Duration.ofDays(10_000);

  private final ExecutorService threads;

  /** On threads of this executor. */
  public Waiter(ExecutorService threads) {
    this.threads = threads;
  }

  /** A time to wait in nanoseconds, however long it is. */
  public static long nanos(Duration timeout) {
    return (timeout.compareTo(FOR_EVER) > 0 ? FOR_EVER : timeout).toNanos();
  }

  /**
   * Waits for the loop's outcome, the death, or the time.
   *
   * @param name what is waited for, for the message of an interrupt
   * @param death completes when the container's process ends
   * @throws InterruptedWaitException when the calling thread is interrupted; its flag is set again
   */
  public Outcome await(
      String name, ReadinessLoop loop, Duration timeout, CompletableFuture<?> death) {
    long start = System.nanoTime();
    CompletableFuture<Outcome> done = new CompletableFuture<>();
    Future<?> run =
        threads.submit(
            () -> {
              try {
                done.complete(loop.run(timeout));
              } catch (Throwable e) {
                done.completeExceptionally(e);
              }
            });
    try {
      CompletableFuture.anyOf(done, death)
          .get(nanos(timeout) + PATIENCE_NANOS, TimeUnit.NANOSECONDS);
      if (!done.isDone()) {
        // The loop has been signalled and says it better, unless a look keeps it.
        return done.get(PATIENCE_NANOS, TimeUnit.NANOSECONDS);
      }
      return done.get();
    } catch (TimeoutException e) {
      return loop.outcome(
          death.isDone() ? Outcome.End.DIED : Outcome.End.TIMED_OUT, System.nanoTime() - start);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedWaitException(
          "Interrupted while waiting for " + name + " to be ready.", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException runtime) {
        throw runtime;
      }
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw new IllegalStateException(e.getCause());
    } finally {
      // Interrupts the loop only while it still runs.
      run.cancel(true);
    }
  }
}
