package dev.drydock.ready;

import dev.drydock.model.ContainerState;
import java.util.concurrent.TimeUnit;

/**
 * The main process runs, and has not ended within a moment: an engine tells of a process that ends
 * at once only some 30 to 100 ms after the start.
 */
enum RunningReadiness implements Readiness {
  INSTANCE;

  private static final long MOMENT = TimeUnit.MILLISECONDS.toNanos(150);

  @Override
  public String describe() {
    return "the container runs and goes on running";
  }

  @Override
  public Look begin(Target target) {
    long begun = System.nanoTime();
    return each -> {
      ContainerState state = each.state();
      if (!state.isAlive()) {
        return Verdict.notYet(state.describe());
      }
      return System.nanoTime() - begun >= MOMENT
          ? Verdict.ready()
          : Verdict.notYet("it has run for less than 150 ms");
    };
  }
}
