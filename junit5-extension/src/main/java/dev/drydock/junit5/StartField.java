package dev.drydock.junit5;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.List;

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

  /** {@code OrderTest.DB}. */
  @Override
  public String toString() {
    return Names.of(field);
  }
}
