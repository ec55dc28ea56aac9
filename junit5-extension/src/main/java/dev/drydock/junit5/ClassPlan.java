package dev.drydock.junit5;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a test class wants, its superclasses and interfaces included: read and checked by {@link
 * PlanReader} before anything starts, and not changed after that.
 */
final class ClassPlan {

  private final Class<?> testClass;
  private final @Nullable ClassPlan outer;
  private final List<StartField> starts;
  private final List<FromField> froms = new ArrayList<>();
  private final List<SharedField> shareds = new ArrayList<>();
  private final List<ClassPlan> nested = new ArrayList<>();

  ClassPlan(Class<?> testClass, @Nullable ClassPlan outer, List<StartField> starts) {
    this.testClass = testClass;
    this.outer = outer;
    this.starts = starts;
  }

  void add(FromField field) {
    froms.add(field);
  }

  void add(SharedField field) {
    shareds.add(field);
  }

  void add(ClassPlan nestedClass) {
    nested.add(nestedClass);
  }

  /** The class. */
  Class<?> testClass() {
    return testClass;
  }

  /** The plan of the class around it, if that one uses containers too. */
  @Nullable ClassPlan outer() {
    return outer;
  }

  /** The plan of the outermost class that uses containers. */
  ClassPlan root() {
    return outer == null ? this : outer.root();
  }

  /** Its {@link From} fields. */
  List<FromField> froms() {
    return froms;
  }

  /** Its {@link Shared} fields. */
  List<SharedField> shareds() {
    return shareds;
  }

  /** The plan of a class nested in it. */
  ClassPlan nested(Class<?> nestedClass) {
    return nested.stream()
        .filter(each -> each.testClass == nestedClass)
        .findFirst()
        .orElseThrow(() -> new IllegalStateException(nestedClass + " is not nested in " + this));
  }

  /** The fields whose handles its tests see: those of the classes around it, then its own. */
  List<StartField> visible() {
    List<StartField> all = new ArrayList<>(outer == null ? List.of() : outer.visible());
    all.addAll(starts);
    return all;
  }

  /** What starts once for the class. */
  List<StartField> perClass() {
    return those(starts, false);
  }

  /** What starts for each of its tests; the instances around the test's own take part. */
  List<StartField> perTest() {
    return those(visible(), true);
  }

  private static List<StartField> those(List<StartField> fields, boolean perTest) {
    List<StartField> those = new ArrayList<>();
    for (StartField each : fields) {
      if (each.perTest() == perTest) {
        those.add(each);
      }
    }
    return those;
  }

  /** How many fields the class and all classes nested in it start. */
  int size() {
    int size = starts.size();
    for (ClassPlan each : nested) {
      size += each.size();
    }
    return size;
  }

  @Override
  public String toString() {
    return Names.of(testClass);
  }
}
