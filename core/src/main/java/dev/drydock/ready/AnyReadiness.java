package dev.drydock.ready;

import dev.drydock.model.ContainerPort;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** At least one condition holds; never, when none can any more. */
record AnyReadiness(List<Readiness> conditions) implements Readiness {

  AnyReadiness {
    Conditions.requireSome("any", conditions);
  }

  @Override
  public String describe() {
    return conditions.stream().map(Readiness::describe).collect(Collectors.joining(", or "));
  }

  @Override
  public Set<ContainerPort> ports() {
    return Conditions.ports(conditions);
  }

  @Override
  public boolean awaitsExit() {
    return conditions.stream().anyMatch(Readiness::awaitsExit);
  }

  @Override
  public boolean readsLog() {
    return conditions.stream().anyMatch(Readiness::readsLog);
  }

  @Override
  public Look begin(Target target) {
    List<Look> looks = conditions.stream().map(each -> each.begin(target)).toList();
    return each -> {
      List<String> whys = new ArrayList<>();
      boolean open = false;
      for (Look look : looks) {
        Verdict verdict = Conditions.look(look, each);
        if (verdict instanceof Verdict.Ready) {
          return verdict;
        } else if (verdict instanceof Verdict.NotYet notYet) {
          open = true;
          whys.add(notYet.why());
        } else if (verdict instanceof Verdict.Never never) {
          whys.add(never.why());
        }
      }
      String why = String.join("; ", whys);
      return open ? Verdict.notYet(why) : Verdict.never(why);
    };
  }
}
