package dev.drydock.house;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodType;
import java.lang.invoke.VarHandle;
import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.Collections;
import java.util.HexFormat;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/**
 * No static mutable state: every static field is final, and what it holds cannot change, down to
 * the last element. The values are looked at, so that a {@code List} is judged by what it is.
 */
final class StaticFields {
  /** Types of other people whose values never change. */
  private static final List<Class<?>> IMMUTABLE =
      List.of(
          String.class,
          Boolean.class,
          Character.class,
          Byte.class,
          Short.class,
          Integer.class,
          Long.class,
          Float.class,
          Double.class,
          BigDecimal.class,
          BigInteger.class,
          Class.class,
          Enum.class,
          MethodHandle.class,
          MethodType.class,
          VarHandle.class,
          Charset.class,
          Base64.Decoder.class,
          Base64.Encoder.class,
          HexFormat.class,
          Locale.class,
          Pattern.class,
          Path.class,
          URI.class,
          UUID.class,
          DateTimeFormatter.class,
          Duration.class,
          Instant.class,
          ZoneId.class,
          Logger.class);

  private static final Set<String> IMMUTABLE_BY_NAME =
      Set.of("org.junit.jupiter.api.extension.ExtensionContext$Namespace");

  private StaticFields() {}

  static List<String> violations(List<Class<?>> classes) {
    List<String> violations = new ArrayList<>();
    for (Class<?> type : classes) {
      for (Field field : type.getDeclaredFields()) {
        if (Modifier.isStatic(field.getModifiers()) && !field.isSynthetic()) {
          String name = type.getName() + "." + field.getName();
          if (!Modifier.isFinal(field.getModifiers())) {
            violations.add(name + " is static and not final");
          } else if (!field.getType().isPrimitive()) {
            String changing =
                changing(value(field, null), Collections.newSetFromMap(new IdentityHashMap<>()));
            if (changing != null) {
              violations.add(name + " is static and can change: it holds " + changing);
            }
          }
        }
      }
    }
    return violations;
  }

  /** The first thing in this value that can change, or null. */
  private static @Nullable String changing(@Nullable Object value, Set<Object> seen) {
    if (value == null || !seen.add(value)) {
      return null;
    }
    Class<?> type = value.getClass();
    if (IMMUTABLE.stream().anyMatch(kind -> kind.isInstance(value))
        || IMMUTABLE_BY_NAME.contains(type.getName())) {
      return null;
    }
    if (type.isArray()) {
      return Array.getLength(value) == 0 ? null : "an array";
    }
    if (value instanceof Optional<?> optional) {
      return changing(optional.orElse(null), seen);
    }
    if (value instanceof Collection<?> collection && isUnmodifiable(type)) {
      return first(collection, seen);
    }
    if (value instanceof Map<?, ?> map && isUnmodifiable(type)) {
      String key = first(map.keySet(), seen);
      return key != null ? key : first(map.values(), seen);
    }
    if (type.isHidden() || type.getName().startsWith("dev.drydock.")) {
      return changingField(value, seen);
    }
    return "a " + type.getName();
  }

  private static @Nullable String first(Collection<?> values, Set<Object> seen) {
    for (Object value : values) {
      String changing = changing(value, seen);
      if (changing != null) {
        return changing;
      }
    }
    return null;
  }

  private static boolean isUnmodifiable(Class<?> type) {
    return type.getName().startsWith("java.util.ImmutableCollections$")
        || type.getName().startsWith("java.util.Collections$Unmodifiable")
        || type.getName().startsWith("java.util.Collections$Empty");
  }

  private static @Nullable String changingField(Object value, Set<Object> seen) {
    for (Class<?> type = value.getClass(); type != null; type = type.getSuperclass()) {
      for (Field field : type.getDeclaredFields()) {
        if (!Modifier.isStatic(field.getModifiers())) {
          if (!Modifier.isFinal(field.getModifiers())) {
            return "a %s, whose field %s is not final".formatted(type.getName(), field.getName());
          }
          String changing =
              field.getType().isPrimitive() ? null : changing(value(field, value), seen);
          if (changing != null) {
            return changing;
          }
        }
      }
    }
    return null;
  }

  private static @Nullable Object value(Field field, @Nullable Object owner) {
    try {
      field.setAccessible(true);
      return field.get(owner);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(field.toString(), e);
    }
  }
}
