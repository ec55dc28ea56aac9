package dev.drydock.junit5;

import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** How classes, fields and parameters are called in messages and on networks. */
final class Names {

  private Names() {}

  /** The class as the source writes it, without its package. */
  static String of(Class<?> type) {
    String name = type.getTypeName();
    return name.substring(type.getPackageName().isEmpty() ? 0 : type.getPackageName().length() + 1)
        .replace('$', '.');
  }

  /** {@code OrderTest.DB}. */
  static String of(Field field) {
    return of(field.getDeclaringClass()) + "." + field.getName();
  }

  /** {@code OrderTest.connect(Postgres)}, or {@code OrderTest(Postgres)}. */
  static String of(Executable executable) {
    String name = of(executable.getDeclaringClass());
    if (!(executable instanceof Constructor)) {
      name += "." + executable.getName();
    }
    return name
        + Arrays.stream(executable.getParameterTypes())
            .map(Class::getSimpleName)
            .collect(Collectors.joining(", ", "(", ")"));
  }

  /** {@code a Postgres}, {@code an Object}. */
  static String withArticle(Class<?> type) {
    // One without a name has no simple one.
    String name = type.getSimpleName().isEmpty() ? of(type) : type.getSimpleName();
    return ("AEIOU".indexOf(name.charAt(0)) < 0 ? "a " : "an ") + name;
  }

  /** {@code order-db} for {@code ORDER_DB} and for {@code orderDb}. */
  static String kebabCase(String fieldName) {
    boolean constant = fieldName.equals(fieldName.toUpperCase(Locale.ROOT));
    String words =
        constant
            ? fieldName
            : fieldName
                .replaceAll("([\\p{Ll}\\d])(\\p{Lu})", "$1-$2")
                .replaceAll("(\\p{Lu})(\\p{Lu}\\p{Ll})", "$1-$2");
    return words.replaceAll("[_$-]+", "-").replaceAll("^-|-$", "").toLowerCase(Locale.ROOT);
  }
}
