package dev.drydock.ready;

import dev.drydock.model.ContainerPort;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * All conditions hold. A {@code failIf} among them is watched as long as the others are waited for,
 * and does not hold the wait open by itself.
 */
record AllReadiness(List<Readiness> conditions) implements Readiness {

  AllReadiness {
    Conditions.requireSome("all", conditions);
  }

  @Override
  public String describe() {
    return conditions.stream().map(Readiness::describe).collect(Collectors.joining(", and "));
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
    // A failure first: another look may take long.
    List<Integer> order =
        IntStream.range(0, looks.size())
            .boxed()
            .sorted(Comparator.comparing(i -> !(conditions.get(i) instanceof FailIfReadiness)))
            .toList();
    Set<Integer> done = new HashSet<>();
    return each -> {
      Verdict first = Verdict.ready();
      for (int i : order) {
        if (done.contains(i)) {
          continue;
        }
        Verdict verdict = Conditions.look(looks.get(i), each);
        if (verdict instanceof Verdict.Never) {
          return verdict;
        }
        if (verdict instanceof Verdict.Ready) {
          done.add(i);
        } else if (first instanceof Verdict.Ready
            && !(conditions.get(i) instanceof FailIfReadiness)) {
          first = verdict;
        }
      }
      return first;
    };
  }
}
