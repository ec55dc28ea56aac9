package dev.drydock.ready;

import dev.drydock.model.ContainerPort;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** What {@code all} and {@code any} share. */
final class Conditions {

  private Conditions() {}

  static void requireSome(String word, List<Readiness> conditions) {
    if (conditions.isEmpty()) {
      throw new IllegalArgumentException(word + " must have at least one condition, had none");
    }
    if (conditions.contains(DefaultReadiness.INSTANCE)) {
      throw new IllegalArgumentException(
          word + " must name its conditions: the default depends on the container");
    }
  }

  static Set<ContainerPort> ports(List<Readiness> conditions) {
    return conditions.stream()
        .flatMap(each -> each.ports().stream())
        .collect(Collectors.toUnmodifiableSet());
  }

  /** A look whose exception counts as not yet, so that it does not hide the other conditions. */
  static Verdict look(Look look, Target target) throws InterruptedException {
    try {
      return look.look(target);
    } catch (InterruptedException e) {
      throw e;
    } catch (Exception e) {
      return Verdict.notYet(e.getMessage() == null ? e.toString() : e.getMessage());
    }
  }
}
