package dev.drydock.house;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;

/**
 * The floors of core: a package uses the floors under it only, and a new package needs a floor.
 *
 * @param root the package that all others are in
 */
record Floors(String root) {
  private static final Map<String, Integer> FLOOR_OF_AREA =
      Map.ofEntries(
          Map.entry("model", 0),
          Map.entry("ready", 1),
          Map.entry("spec.container", 1),
          Map.entry("spec", 2),
          Map.entry("engine", 3),
          Map.entry("runtime", 4),
          Map.entry("internal.plan", 5),
          Map.entry("internal.wait", 5),
          Map.entry("internal.cleanup", 5),
          Map.entry("internal.docker", 5),
          Map.entry("internal.build", 6),
          Map.entry("internal.registry", 6),
          Map.entry("registry", 7),
          Map.entry("internal.session", 7),
          Map.entry("", 8));

  ArchRule rule() {
    return classes().that().resideInAPackage(root + "..").should(useTheFloorsUnderThemOnly());
  }

  private ArchCondition<JavaClass> useTheFloorsUnderThemOnly() {
    return new ArchCondition<>("use the floors under them only") {
      @Override
      public void check(JavaClass user, ConditionEvents events) {
        Optional<String> area = area(user);
        if (area.isEmpty()) {
          String message = "package " + user.getPackageName() + " has no floor: give it one in ";
          events.add(SimpleConditionEvent.violated(user, message + Floors.class.getSimpleName()));
          return;
        }
        for (Dependency dependency : user.getDirectDependenciesFromSelf()) {
          Optional<String> used = area(dependency.getTargetClass());
          if (used.isPresent() && !used.equals(area) && floor(used.get()) >= floor(area.get())) {
            String message =
                "%s may not use %s: %s"
                    .formatted(name(area.get()), name(used.get()), dependency.getDescription());
            events.add(SimpleConditionEvent.violated(user, message));
          }
        }
      }
    };
  }

  private Optional<String> area(JavaClass type) {
    String name = type.getPackageName();
    if (name.equals(root)) {
      return Optional.of("");
    }
    if (!name.startsWith(root + ".")) {
      return Optional.empty();
    }
    String below = name.substring(root.length() + 1);
    return FLOOR_OF_AREA.keySet().stream()
        .filter(area -> !area.isEmpty() && (below + ".").startsWith(area + "."))
        .max(Comparator.comparingInt(String::length));
  }

  private static int floor(String area) {
    return FLOOR_OF_AREA.get(area);
  }

  private static String name(String area) {
    return "%s (floor %d)".formatted(area.isEmpty() ? "the root package" : area, floor(area));
  }
}
