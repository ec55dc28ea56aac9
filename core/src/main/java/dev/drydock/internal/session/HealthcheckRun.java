package dev.drydock.internal.session;

import dev.drydock.model.ExecResult;
import dev.drydock.model.InterruptedWaitException;
import dev.drydock.ready.Verdict;
import dev.drydock.spec.Healthcheck;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/** One run of a container's healthcheck by Drydock itself, beside those of the engine. */
final class HealthcheckRun {

  /** How long a run may take when the healthcheck does not say: as long as the engine's own. */
  private static final Duration LIMIT = Duration.ofSeconds(30);

  private final String title;
  private final ExecutorService threads;
  private final Function<String[], ExecResult> exec;

  /** In the container of this title, by this way to run a command in it. */
  HealthcheckRun(String title, ExecutorService threads, Function<String[], ExecResult> exec) {
    this.title = title;
    this.threads = threads;
    this.exec = exec;
  }

  /**
   * Runs it, and judges.
   *
   * @param healthy completes when a run of the engine's own has succeeded, which ends this one
   * @param death completes when the container has ended, which ends this run too
   */
  Verdict look(Healthcheck check, CompletableFuture<?> healthy, CompletableFuture<?> death) {
    Duration limit = check.timeout() == null ? LIMIT : check.timeout();
    CompletableFuture<ExecResult> mine = new CompletableFuture<>();
    Future<?> running = threads.submit(() -> run(command(check.test()), mine));
    try {
      CompletableFuture.anyOf(mine, healthy, death).get(limit.toNanos(), TimeUnit.NANOSECONDS);
      if (healthy.isDone()) {
        return Verdict.ready();
      }
      return mine.isDone() ? verdict(mine.get()) : Verdict.notYet("the container ended meanwhile");
    } catch (TimeoutException e) {
      return Verdict.notYet("the healthcheck has run for " + FailureReport.seconds(limit));
    } catch (ExecutionException e) {
      Throwable cause = e.getCause();
      return Verdict.notYet(
          "the healthcheck could not be run: " + (cause == null ? e : cause).getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedWaitException("Interrupted while " + title + " was checked.", e);
    } finally {
      running.cancel(true);
    }
  }

  private static String[] command(List<String> test) {
    return test.get(0).equals("CMD-SHELL")
        ? new String[] {"/bin/sh", "-c", test.get(1)}
        : test.subList(1, test.size()).toArray(String[]::new);
  }

  private void run(String[] command, CompletableFuture<ExecResult> result) {
    try {
      result.complete(exec.apply(command));
    } catch (Throwable e) {
      result.completeExceptionally(e);
    }
  }

  private static Verdict verdict(ExecResult result) {
    if (result.succeeded()) {
      return Verdict.ready();
    }
    String output = (result.stdout() + result.stderr()).strip();
    return Verdict.notYet(
        "the healthcheck failed with exit code "
            + result.exitCode()
            + (output.isEmpty() ? "" : ": " + output.lines().findFirst().orElse("")));
  }
}
