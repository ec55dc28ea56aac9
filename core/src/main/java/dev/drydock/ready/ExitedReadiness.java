package dev.drydock.ready;

import dev.drydock.model.ContainerState;

/** The main process has ended with the wanted exit code. */
record ExitedReadiness(int exitCode) implements Readiness {

  @Override
  public String describe() {
    return "the container exits with code " + exitCode;
  }

  @Override
  public boolean awaitsExit() {
    return true;
  }

  @Override
  public Look begin(Target target) {
    return each -> {
      ContainerState state = each.state();
      if (state instanceof ContainerState.Exited exited) {
        return exited.exitCode() == exitCode
            ? Verdict.ready()
            : Verdict.never("it exited with code " + exited.exitCode());
      }
      return state instanceof ContainerState.Removed
          ? Verdict.never("it was removed")
          : Verdict.notYet(state.describe());
    };
  }
}
