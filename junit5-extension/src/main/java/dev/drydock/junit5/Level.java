package dev.drydock.junit5;

import dev.drydock.runtime.Group;
import dev.drydock.runtime.GroupMember;
import dev.drydock.runtime.Service;
import dev.drydock.runtime.Session;
import dev.drydock.spec.ContainerSpec;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store;

/**
 * A place in a test run at which containers live, a class or a test: its session, the handles
 * started there, and the level around it. JUnit closes it with the class or the test.
 */
// JUnit 5.10 closes what is a CloseableResource, later ones rather what is AutoCloseable.
final class Level implements Store.CloseableResource, AutoCloseable {

  private static final Namespace NAMESPACE = Namespace.create(Level.class);

  private final boolean test;
  private final ClassPlan plan;
  private final @Nullable Level outer;
  private final Run run;
  private final Lazy<Session> session;
  private volatile @Nullable SharedNetwork network;
  private volatile Collection<GroupMember<?>> wanted = List.of();
  private volatile Map<StartField, Object> handles = Map.of();

  private Level(ExtensionContext context, boolean test, ClassPlan plan, @Nullable Level outer) {
    this.test = test;
    this.plan = plan;
    this.outer = outer;
    this.run = Run.of(context);
    this.session =
        new Lazy<>(
            "a session",
            () ->
                isPlace()
                    ? run.ahead().begin(place(), sharesNetwork(), wanted)
                    : run.drydock().openSession());
  }

  /** The innermost level around a place. */
  static Optional<Level> around(ExtensionContext context) {
    return Optional.ofNullable(context.getStore(NAMESPACE).get(Level.class, Level.class));
  }

  /**
   * A new level for a test class, which is nested in the class of the outer level if there is one.
   */
  static Level openForClass(Class<?> testClass, ExtensionContext context, @Nullable Level outer) {
    ClassPlan plan = outer == null ? PlanReader.read(testClass) : outer.plan.nested(testClass);
    return put(context, new Level(context, false, plan, outer));
  }

  /** A new level for a test of this level's class. */
  static Level openForTest(ExtensionContext context, Level outer) {
    return put(context, new Level(context, true, outer.plan, outer));
  }

  private static Level put(ExtensionContext context, Level level) {
    context.getStore(NAMESPACE).put(Level.class, level);
    return level;
  }

  /** Whether it is that of the class, or lies within that. */
  boolean isWithin(Class<?> testClass) {
    return plan.testClass() == testClass || (outer != null && outer.isWithin(testClass));
  }

  /** Whether it lives as long as a test, rather than a class. */
  boolean isTest() {
    return test;
  }

  /** What the class, or the class of the test, wants. */
  ClassPlan plan() {
    return plan;
  }

  /** The level around it. */
  @Nullable Level outer() {
    return outer;
  }

  /** Whether containers may be made for it ahead: an outermost class. */
  private boolean isPlace() {
    return !test && outer == null;
  }

  /** Whether the outermost class has its containers on a network of their own. */
  private boolean sharesNetwork() {
    return plan.root().size() > 1;
  }

  private String place() {
    return plan.testClass().getName();
  }

  /** The session that owns what lives here. */
  Session session() {
    return session.get();
  }

  /** The live handle of a field that is started here or further out. */
  Object handle(StartField field) {
    Object handle = handles.get(field);
    if (handle != null) {
      return handle;
    }
    if (outer == null) {
      throw new IllegalStateException(field + " is not started in " + this);
    }
    return outer.handle(field);
  }

  /**
   * Starts containers together.
   *
   * @param fields what to start
   * @param specs reads the field's value
   */
  void start(List<StartField> fields, Function<StartField, @Nullable Object> specs) {
    if (fields.isEmpty()) {
      if (isPlace()) {
        run.forget(place());
      }
      return;
    }
    Map<StartField, GroupMember<?>> members = new LinkedHashMap<>();
    for (StartField each : FieldOrder.sort(fields)) {
      List<GroupMember<?>> before = new ArrayList<>();
      for (StartField earlier : FieldOrder.before(each, fields)) {
        before.add(Objects.requireNonNull(members.get(earlier)));
      }
      GroupMember<?> member = member(each, specs.apply(each));
      members.put(each, member.after(before.toArray(new GroupMember<?>[0])));
    }
    wanted = List.copyOf(members.values());
    SharedNetwork shared = join(fields);
    Group group =
        shared == null
            ? session().startAll(members.values())
            : session().startAll(shared.network(), members.values());
    if (isPlace()) {
      run.ahead().remember(place());
    }
    Map<StartField, Object> started = new LinkedHashMap<>();
    for (Map.Entry<StartField, GroupMember<?>> each : members.entrySet()) {
      started.put(each.getKey(), group.get(each.getValue()));
    }
    handles = Map.copyOf(started);
  }

  private static GroupMember<?> member(StartField field, @Nullable Object spec) {
    if (spec instanceof ContainerSpec container) {
      return GroupMember.of(field.alias(), container);
    }
    if (spec instanceof Service<?> service) {
      return GroupMember.of(field.alias(), service);
    }
    throw new Refusal(
        new Report(field + " is null, so there is nothing to start.")
            .hint("give the field its value where it is declared"));
  }

  private @Nullable SharedNetwork join(List<StartField> fields) {
    SharedNetwork there = network();
    if (there != null) {
      there.admit(this, fields, containersWithin() > 1);
      return there;
    }
    if (!sharesNetwork()) {
      return null;
    }
    SharedNetwork made = new SharedNetwork(session().network());
    network = made;
    return made;
  }

  private @Nullable SharedNetwork network() {
    SharedNetwork own = network;
    return own != null || outer == null ? own : outer.network();
  }

  private int containersWithin() {
    ClassPlan around = plan.outer();
    return test
        ? plan.perTest().size()
        : plan.size() + (around == null ? 0 : around.perTest().size());
  }

  @Override
  public void close() {
    run.holders().release(this);
    try {
      session.ifMade(Session::closeInBackground);
    } finally {
      SharedNetwork shared = network();
      if (shared != null) {
        shared.dismiss(this);
      }
    }
  }

  /** The class, or the test, for messages. */
  @Override
  public String toString() {
    return test ? "a test of " + plan : plan.toString();
  }
}
