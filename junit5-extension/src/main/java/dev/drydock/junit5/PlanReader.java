package dev.drydock.junit5;

import dev.drydock.runtime.Service;
import java.lang.annotation.Annotation;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.platform.commons.support.AnnotationSupport;
import org.junit.platform.commons.support.ReflectionSupport;

/** Reads what a test class and the classes nested in it want, and refuses what cannot be. */
final class PlanReader {

  private PlanReader() {}

  /**
   * Reads a class and all that is nested in it.
   *
   * @throws Refusal when something that is declared cannot be done
   */
  static ClassPlan read(Class<?> testClass) {
    return read(testClass, null);
  }

  private static ClassPlan read(Class<?> testClass, @Nullable ClassPlan outer) {
    List<Field> fields = fields(testClass);
    ClassPlan plan = new ClassPlan(testClass, outer, starts(fields, testClass));
    requireNamesApart(plan);
    for (StartField each : plan.visible()) {
      requireAfterIsKnown(each, plan);
    }
    FieldOrder.sort(plan.perClass());
    FieldOrder.sort(plan.perTest());
    for (Field field : fields) {
      From from = annotation(field, From.class);
      if (from != null) {
        plan.add(from(field, from, plan));
      }
      Shared shared = annotation(field, Shared.class);
      if (shared != null) {
        plan.add(shared(field, shared));
      }
    }
    for (Class<?> each :
        ReflectionSupport.findNestedClasses(
            testClass, nested -> AnnotationSupport.isAnnotated(nested, Nested.class))) {
      plan.add(read(each, plan));
    }
    return plan;
  }

  private static <A extends Annotation> @Nullable A annotation(Field field, Class<A> type) {
    // A component's annotation is on the constructor's parameter, where it counts, and on the
    // field.
    boolean component = field.getDeclaringClass().isRecord() && !isStatic(field);
    return component ? null : AnnotationSupport.findAnnotation(field, type).orElse(null);
  }

  private static List<Field> fields(Class<?> testClass) {
    Set<Class<?>> types = new LinkedHashSet<>();
    addHierarchy(testClass, types);
    List<Field> fields = new ArrayList<>();
    for (Class<?> each : types) {
      fields.addAll(List.of(each.getDeclaredFields()));
    }
    return fields;
  }

  private static void addHierarchy(Class<?> type, Set<Class<?>> types) {
    Class<?> superclass = type.getSuperclass();
    if (superclass != null && superclass != Object.class) {
      addHierarchy(superclass, types);
    }
    for (Class<?> each : type.getInterfaces()) {
      addHierarchy(each, types);
    }
    types.add(type);
  }

  private static List<StartField> starts(List<Field> fields, Class<?> testClass) {
    List<StartField> starts = new ArrayList<>();
    for (Field field : fields) {
      Start start = annotation(field, Start.class);
      if (start != null) {
        starts.add(new StartField(field, handleType(field, testClass), List.of(start.after())));
      }
    }
    return List.copyOf(starts);
  }

  private static Class<?> handleType(Field field, Class<?> testClass) {
    Class<?> type = HandleType.of(field, testClass).orElse(null);
    if (type == null) {
      throw noHandleType(field);
    }
    return type;
  }

  private static Refusal noHandleType(Field field) {
    String type = Names.withArticle(field.getType());
    return new Refusal(
        Service.class.isAssignableFrom(field.getType())
            ? new Report(
                    Names.of(field)
                        + " is declared as "
                        + type
                        + ", which does not tell the type of its handle.")
                .hint("declare it as what it is, or as Service<Its handle>")
            : new Report(
                    Names.of(field) + " cannot be started: " + type + " describes no container.")
                .hint("declare it as a ContainerSpec, or as something that implements Service"));
  }

  private static void requireNamesApart(ClassPlan plan) {
    List<StartField> seen = new ArrayList<>();
    for (StartField each : plan.visible()) {
      if (!each.alias().matches("[a-z0-9]([a-z0-9-]*[a-z0-9])?")) {
        throw new Refusal(
            new Report(each + " cannot be a name on a network.")
                .hint("name the field with the letters a to z, digits and '_'"));
      }
      for (StartField other : seen) {
        if (other.alias().equals(each.alias())) {
          throw other.equals(each) ? startedTwice(each, plan) : notApart(other, each, plan);
        }
      }
      seen.add(each);
    }
  }

  private static Refusal startedTwice(StartField field, ClassPlan plan) {
    ClassPlan first = plan;
    for (ClassPlan each = plan.outer(); each != null; each = each.outer()) {
      first = each.visible().contains(field) ? each : first;
    }
    return new Refusal(
        new Report(field + " would be started twice, for " + first + " and for " + plan + " in it.")
            .hint("a nested class sees the containers around it and need not inherit them"));
  }

  private static Refusal notApart(StartField one, StartField other, ClassPlan plan) {
    return new Refusal(
        new Report(one + " and " + other + " would both be " + one.alias() + " on the network.")
            .line("Seen from", plan.toString())
            .hint("rename one of the fields"));
  }

  private static void requireAfterIsKnown(StartField field, ClassPlan plan) {
    for (String name : field.after()) {
      StartField other =
          plan.visible().stream()
              .filter(each -> each.name().equals(name))
              .findFirst()
              .orElseThrow(
                  () ->
                      new Refusal(
                          new Report(
                                  field
                                      + " starts after "
                                      + name
                                      + ", which is no @Start field here.")
                              .line("Started", Wish.list(plan.visible()))));
      if (other.perTest() && !field.perTest()) {
        throw new Refusal(
            new Report(field + " starts once for the class, so it cannot start after " + name + ".")
                .line(
                    "Order",
                    name + " starts anew for each test, when " + field.name() + " is ready")
                .hint("make " + other + " static"));
      }
    }
  }

  private static FromField from(Field field, From from, ClassPlan plan) {
    requireNotFinal(field);
    Wish wish = new Wish(Names.of(field), field.getType(), from.value(), !isStatic(field));
    return new FromField(field, wish.choose(plan.visible()));
  }

  private static SharedField shared(Field field, Shared shared) {
    requireNotFinal(field);
    return new SharedField(field, shared.value());
  }

  private static void requireNotFinal(Field field) {
    if (Modifier.isFinal(field.getModifiers())) {
      throw new Refusal(
          new Report(Names.of(field) + " is final, so nothing can be put into it.")
              .hint("remove final, or ask by a parameter"));
    }
  }

  private static boolean isStatic(Field field) {
    return Modifier.isStatic(field.getModifiers());
  }
}
