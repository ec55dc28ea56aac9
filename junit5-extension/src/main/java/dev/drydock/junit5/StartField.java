package dev.drydock.junit5;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A {@link Start} field: what is started, and after what.
 *
 * @param field the field
 * @param handleType the type of the live handle
 * @param after the names of the fields whose containers must be ready first
 */
record StartField(Field field, Class<?> handleType, List<String> after) {

  StartField {
    after = List.copyOf(after);
  }

  /** The field's name, by which {@link From} and {@link Start#after} refer to it. */
  String name() {
    return field.getName();
  }

  /** The name on the network. */
  String alias() {
    return Names.kebabCase(field.getName());
  }

  /** Whether each test gets one of its own. */
  boolean perTest() {
    return !Modifier.isStatic(field.getModifiers());
  }

  // What a record has of its own is linked at run time, which a cold start would feel.

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof StartField that
        && field.equals(that.field)
        && handleType == that.handleType
        && after.equals(that.after);
  }

  @Override
  public int hashCode() {
    return field.hashCode();
  }

  /** {@code OrderTest.DB}. */
  @Override
  public String toString() {
    return Names.of(field);
  }
}
