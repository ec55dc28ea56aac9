package dev.drydock.junit5;

import dev.drydock.runtime.Session;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;

/** What a parameter asks for, and at which level. */
final class ParameterWish {

  private final ParameterContext parameter;
  private final ExtensionContext context;
  private final Executable executable;
  private final Class<?> type;

  private ParameterWish(ParameterContext parameter, ExtensionContext context) {
    this.parameter = parameter;
    this.context = context;
    this.executable = parameter.getDeclaringExecutable();
    this.type = parameter.getParameter().getType();
  }

  static ParameterWish of(ParameterContext parameter, ExtensionContext context) {
    return new ParameterWish(parameter, context);
  }

  /**
   * Whether it bears an annotation of ours, is a session, or is bare and of the very type of a
   * handle. What bears somebody else's annotation, or is of a supertype, is theirs.
   */
  boolean isOurs() {
    return parameter.isAnnotated(From.class)
        || parameter.isAnnotated(Shared.class)
        || type == Session.class
        || (isBare() && isHandle());
  }

  private boolean isBare() {
    return parameter.getParameter().getAnnotations().length == 0;
  }

  private boolean isHandle() {
    return Level.around(context).stream()
        .flatMap(level -> view(level.plan()).visible().stream())
        .anyMatch(field -> field.handleType() == type);
  }

  /**
   * The session, environment or handle.
   *
   * @throws Refusal when there is none such
   */
  Object fulfil() {
    String by = "Parameter " + (parameter.getIndex() + 1) + " of " + Names.of(executable);
    Optional<Shared> shared = parameter.findAnnotation(Shared.class);
    if (shared.isPresent()) {
      return Injection.shared(Run.of(context), by, type, shared.get().value());
    }
    Level level = level(by);
    Optional<From> from = parameter.findAnnotation(From.class);
    if (type == Session.class && from.isEmpty()) {
      return level.session();
    }
    Wish wish = new Wish(by, type, from.map(From::value).orElse(""), level.isTest());
    return level.handle(wish.choose(view(level.plan()).visible()));
  }

  private Level level(String by) {
    Level innermost =
        Level.around(context)
            .orElseThrow(
                () ->
                    new Refusal(
                        new Report(by + " is asked for before the class begins.")
                            .hint("ask in @BeforeAll, or later")));
    if (!(executable instanceof Constructor)) {
      return innermost;
    }
    // An outer class' constructor may run within a nested class' test.
    ClassPlan view = view(innermost.plan());
    Level level = innermost;
    while (level.outer() != null && (level.isTest() || level.plan() != view)) {
      level = level.outer();
    }
    return level;
  }

  /** The plan of the class whose method or constructor it is; a nested class may declare more. */
  private ClassPlan view(ClassPlan innermost) {
    for (ClassPlan plan = innermost; plan != null; plan = plan.outer()) {
      if (isDeclaredFor(plan.testClass())) {
        return plan;
      }
    }
    return innermost;
  }

  private boolean isDeclaredFor(Class<?> testClass) {
    @Nullable Object target = parameter.getTarget().orElse(null);
    return executable.getDeclaringClass().isAssignableFrom(testClass)
        && (target == null || testClass.isInstance(target));
  }
}
