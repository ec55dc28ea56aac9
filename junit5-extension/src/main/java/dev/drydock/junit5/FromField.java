package dev.drydock.junit5;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;

/**
 * A {@link From} field.
 *
 * @param field the field
 * @param source the field whose live handle is put into it
 */
record FromField(Field field, StartField source) {

  /** Whether it belongs to the class rather than to an instance. */
  boolean isStatic() {
    return Modifier.isStatic(field.getModifiers());
  }
}
