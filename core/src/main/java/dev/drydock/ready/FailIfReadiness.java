package dev.drydock.ready;

import dev.drydock.model.ContainerPort;
import java.util.List;
import java.util.Set;

/** Fails the wait once the condition holds. */
record FailIfReadiness(Readiness condition) implements Readiness {

  FailIfReadiness {
    Conditions.requireSome("failIf", List.of(condition));
  }

  @Override
  public String describe() {
    return "not that " + condition.describe();
  }

  @Override
  public Set<ContainerPort> ports() {
    return condition.ports();
  }

  @Override
  public boolean readsLog() {
    return condition.readsLog();
  }

  @Override
  public Look begin(Target target) {
    Look look = condition.begin(target);
    return each ->
        look.look(each) instanceof Verdict.Ready
            ? Verdict.never(condition.describe())
            : Verdict.notYet("nothing has failed");
  }
}
