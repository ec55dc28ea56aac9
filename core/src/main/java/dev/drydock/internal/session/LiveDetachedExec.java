package dev.drydock.internal.session;

import dev.drydock.engine.EngineExecs;
import dev.drydock.runtime.DetachedExec;
import dev.drydock.spec.ExecSpec;
import java.util.OptionalInt;

/** A command that was started and left alone. */
record LiveDetachedExec(String id, LiveContainer container) implements DetachedExec {

  static LiveDetachedExec start(LiveContainer container, ExecSpec command) {
    if (command.stdin() != null || command.output() != null || command.timeout() != null) {
      throw new IllegalArgumentException(
          "a detached command has no standard input, output or timeout, was "
              + command.command().get(0)
              + " with one of them");
    }
    EngineExecs execs = container.engine("run a command in").containers().execs();
    String id = execs.create(container.id(), command, true);
    execs.startDetached(id, command);
    return new LiveDetachedExec(id, container);
  }

  private EngineExecs.ExecFacts facts() {
    return container.engine("look at a command in").containers().execs().inspect(id);
  }

  @Override
  public boolean isRunning() {
    return facts().running();
  }

  @Override
  public OptionalInt exitCode() {
    EngineExecs.ExecFacts facts = facts();
    return facts.ended() ? OptionalInt.of(facts.exitCode()) : OptionalInt.empty();
  }
}
