package dev.drydock.junit5;

import java.lang.reflect.Field;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Which level's handle each field holds; a level is known by its identity. A field that two levels
 * would fill at the same time (a static field of a superclass, an instance shared by parallel
 * tests) would give one of them the other's handle.
 */
final class FieldHolders {

  private static final class Place {

    private final Field field;
    private final @Nullable Object instance;

    Place(Field field, @Nullable Object instance) {
      this.field = field;
      this.instance = instance;
    }

    // By identity: a test class may have an equals of its own.
    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Place that && field.equals(that.field) && instance == that.instance;
    }

    @Override
    public int hashCode() {
      return 31 * field.hashCode() + System.identityHashCode(instance);
    }
  }

  private final Map<Place, Object> holders = new ConcurrentHashMap<>();

  /**
   * Takes a field for a level until it is released.
   *
   * @throws Refusal when another level has it
   */
  void take(Field field, @Nullable Object instance, Object level) {
    Object holder = holders.putIfAbsent(new Place(field, instance), level);
    if (holder != null && holder != level) {
      throw new Refusal(
          new Report(Names.of(field) + " cannot hold two handles at the same time.")
              .line("Holder", holder.toString())
              .line("Wanted by", level.toString())
              .hint(
                  (instance == null
                          ? "ask in an instance field or by a parameter"
                          : "ask by a parameter")
                      + ", or run them one after another with @Execution(SAME_THREAD)"));
    }
  }

  /** Lets go of all fields that this level has. */
  void release(Object level) {
    holders.values().removeIf(each -> each == level);
  }
}
