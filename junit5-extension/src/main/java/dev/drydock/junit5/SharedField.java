package dev.drydock.junit5;

import dev.drydock.runtime.Environment;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;

/**
 * A {@link Shared} field.
 *
 * @param field the field
 * @param environment what is started for it
 */
record SharedField(Field field, Class<? extends Environment<?>> environment) {

  /** Whether it belongs to the class rather than to an instance. */
  boolean isStatic() {
    return Modifier.isStatic(field.getModifiers());
  }
}
