package dev.drydock.house;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.NullMarked;

/** The rules that ArchUnit can tell from compiled classes. */
final class HouseRules {
  private static final Pattern BAD_NAME =
      Pattern.compile(
          "I[A-Z][a-z].*" + "|(.*[a-z0-9])?(Impl|Utils?|Helpers?|Managers?|Abstract)([A-Z0-9].*)?");

  private static final Pattern CONSOLE =
      Pattern.compile(
          "java\\.lang\\.System\\.(out|err|setOut\\(.*|setErr\\(.*)|.*\\.printStackTrace\\(\\)");

  private static final Pattern PAUSE =
      Pattern.compile(
          "java\\.util\\.concurrent\\.(TimeUnit\\.sleep|locks\\.LockSupport\\.park(Nanos|Until))\\(.*");

  /** Where output is what the user asked for. */
  private static final Set<String> CONSOLE_CLASSES =
      Set.of("dev.drydock.Main", "dev.drydock.internal.session.Terminal");

  /**
   * Retry pauses where the engine announces nothing; Watch parks until it is woken or due; Watchdog
   * is alone in a process of its own.
   */
  private static final Set<String> PAUSE_CLASSES =
      Set.of(
          "dev.drydock.internal.docker.Retry",
          "dev.drydock.internal.docker.Watch",
          "dev.drydock.internal.docker.Watchdog");

  private HouseRules() {}

  static ArchRule noCycles(String root) {
    return slices().matching(root + ".(**)").should().beFreeOfCycles();
  }

  static ArchRule onlyTheDockerPackageKnowsDocker(String root) {
    return noClasses()
        .that()
        .resideOutsideOfPackage(root + ".internal.docker..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "com.github.dockerjava..", "org.apache.hc..", "com.fasterxml.jackson..");
  }

  static ArchRule onlyExportedPackagesOfCore(Set<String> corePackages, Set<String> exported) {
    return noClasses()
        .should()
        .dependOnClassesThat(
            DescribedPredicate.describe(
                "are in a package of core that is not exported",
                type ->
                    corePackages.contains(type.getPackageName())
                        && !exported.contains(type.getPackageName())));
  }

  static ArchRule rootHoldsOnly(String root, String... names) {
    return classes()
        .that()
        .resideInAPackage(root)
        .and()
        .areTopLevelClasses()
        .should(
            violateWhen(
                "be one of " + List.of(names),
                type ->
                    !type.getSimpleName().equals("package-info")
                        && !List.of(names).contains(type.getSimpleName())));
  }

  static ArchRule noConsole() {
    return classes()
        .that(areOutside(CONSOLE_CLASSES))
        .should(
            neverAccess("the console", target -> CONSOLE.matcher(target.getFullName()).matches()));
  }

  static ArchRule noSleep() {
    return classes()
        .that(areOutside(PAUSE_CLASSES))
        .should(
            neverAccess(
                "a pause of fixed length",
                target ->
                    PAUSE.matcher(target.getFullName()).matches()
                        || (target.getName().equals("sleep")
                            && target.getOwner().isAssignableTo(Thread.class))));
  }

  static ArchRule goodNames() {
    return classes()
        .that()
        .areNotAnonymousClasses()
        .should(
            violateWhen(
                "have a name without Impl, Util, Helper, Manager, Abstract or a leading I",
                type -> BAD_NAME.matcher(type.getSimpleName()).matches()));
  }

  static ArchRule publicTypesAreClosed() {
    return classes()
        .that()
        .arePublic()
        .should(
            violateWhen(
                "be final, a record, sealed, an enum, an annotation, an exception or an interface",
                type ->
                    !type.isInterface()
                        && !type.isEnum()
                        && !type.getModifiers().contains(JavaModifier.FINAL)
                        && !type.isAssignableTo(Throwable.class)
                        && !type.reflect().isSealed()));
  }

  static ArchRule nullMarked() {
    return classes()
        .should(
            violateWhen(
                "be in a package whose package-info.java says @NullMarked",
                type -> !type.getPackage().isAnnotatedWith(NullMarked.class)));
  }

  private static DescribedPredicate<JavaClass> areOutside(Set<String> names) {
    return DescribedPredicate.describe(
        "are outside " + names,
        type -> {
          JavaClass top = type;
          while (top.getEnclosingClass().isPresent()) {
            top = top.getEnclosingClass().get();
          }
          return !names.contains(top.getFullName());
        });
  }

  private static ArchCondition<JavaClass> neverAccess(
      String what, Predicate<AccessTarget> offending) {
    return new ArchCondition<>("never use " + what) {
      @Override
      public void check(JavaClass type, ConditionEvents events) {
        for (JavaAccess<?> access : type.getAccessesFromSelf()) {
          if (offending.test(access.getTarget())) {
            events.add(SimpleConditionEvent.violated(type, access.getDescription()));
          }
        }
      }
    };
  }

  private static ArchCondition<JavaClass> violateWhen(
      String should, Predicate<JavaClass> offending) {
    return new ArchCondition<>(should) {
      @Override
      public void check(JavaClass type, ConditionEvents events) {
        if (offending.test(type)) {
          String message = type.getFullName() + " should " + should;
          events.add(SimpleConditionEvent.violated(type, message));
        }
      }
    };
  }
}
