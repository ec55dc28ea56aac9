package dev.drydock.junit5;

import dev.drydock.runtime.Environment;
import java.lang.invoke.MethodType;
import java.lang.reflect.Field;
import org.jspecify.annotations.Nullable;
import org.junit.platform.commons.support.ReflectionSupport;

/** Puts live handles and shared environments into the fields of test classes. */
final class Injection {

  private final Run run;
  private final Level level;

  Injection(Run run, Level level) {
    this.run = run;
    this.level = level;
  }

  /**
   * Fills the fields of the class that hold what is shared; static ones if there is no instance.
   */
  void putShared(ClassPlan plan, @Nullable Object instance) {
    for (SharedField each : plan.shareds()) {
      if (each.isStatic() == (instance == null)) {
        Object value =
            shared(run, Names.of(each.field()), each.field().getType(), each.environment());
        put(each.field(), instance, value);
      }
    }
  }

  /** Fills the fields of the class, or of an instance, that hold handles of static fields. */
  void putClassHandles(ClassPlan plan, @Nullable Object instance) {
    for (FromField each : plan.froms()) {
      if (each.isStatic() == (instance == null) && !each.source().perTest()) {
        if (each.isStatic()) {
          run.holders().take(each.field(), null, level);
        }
        put(each.field(), instance, level.handle(each.source()));
      }
    }
  }

  /** Fills the fields of an instance that hold handles of its instance fields. */
  void putTestHandles(ClassPlan plan, Object instance) {
    for (FromField each : plan.froms()) {
      if (each.source().perTest()) {
        run.holders().take(each.field(), instance, level);
        put(each.field(), instance, level.handle(each.source()));
      }
    }
  }

  /** What an environment gives, if it is of the type that is asked for. */
  static Object shared(
      Run run, String by, Class<?> type, Class<? extends Environment<?>> environment) {
    Object value = run.shared(environment);
    if (!MethodType.methodType(type).wrap().returnType().isInstance(value)) {
      throw new Refusal(
          new Report(
              by
                  + " asks for "
                  + Names.withArticle(type)
                  + ", but "
                  + Names.of(environment)
                  + " gives "
                  + Names.withArticle(value.getClass())
                  + "."));
    }
    return value;
  }

  private static void put(Field field, @Nullable Object instance, Object value) {
    // A test module is open to JUnit, which makes a field accessible when it reads it.
    var unused = ReflectionSupport.tryToReadFieldValue(field, instance);
    try {
      field.set(instance, value);
    } catch (IllegalAccessException e) {
      throw notOpen(field);
    }
  }

  static Refusal notOpen(Field field) {
    Class<?> owner = field.getDeclaringClass();
    return new Refusal(
        new Report(
                Names.of(field)
                    + " cannot be set: "
                    + owner.getModule()
                    + " does not let JUnit in.")
            .hint(
                "say `opens "
                    + owner.getPackageName()
                    + " to org.junit.platform.commons;` in its module-info"));
  }
}
