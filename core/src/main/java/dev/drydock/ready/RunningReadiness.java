package dev.drydock.ready;

import dev.drydock.model.ContainerState;

/** The main process runs. */
enum RunningReadiness implements Readiness {
  INSTANCE;

  @Override
  public String describe() {
    return "the container runs";
  }

  @Override
  public Look begin(Target target) {
    return RunningReadiness::look;
  }

  private static Verdict look(Target target) {
    ContainerState state = target.state();
    return state.isAlive() ? Verdict.ready() : Verdict.notYet(state.describe());
  }
}
