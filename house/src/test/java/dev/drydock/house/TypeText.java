package dev.drydock.house;

import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedArrayType;
import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.AnnotatedTypeVariable;
import java.lang.reflect.AnnotatedWildcardType;
import java.lang.reflect.Array;
import java.lang.reflect.GenericDeclaration;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.NonNull;
import org.jspecify.annotations.Nullable;

/** Types and annotations as text, with their nullness; it remembers every type that it wrote. */
final class TypeText {
  private final Set<Class<?>> named = new HashSet<>();

  Set<Class<?>> named() {
    return Set.copyOf(named);
  }

  String of(AnnotatedType type) {
    if (type instanceof AnnotatedArrayType array) {
      String nullness = nullness(type);
      return of(array.getAnnotatedGenericComponentType())
          + (nullness.isEmpty() ? "" : " " + nullness)
          + "[]";
    }
    if (type instanceof AnnotatedWildcardType wildcard) {
      return "?"
          + bounds(" super ", wildcard.getAnnotatedLowerBounds())
          + (wildcard.getAnnotatedLowerBounds().length > 0
              ? ""
              : bounds(" extends ", wildcard.getAnnotatedUpperBounds()));
    }
    if (type instanceof AnnotatedTypeVariable) {
      return nullness(type) + type.getType().getTypeName();
    }
    String arguments =
        type instanceof AnnotatedParameterizedType parameterized
            ? Arrays.stream(parameterized.getAnnotatedActualTypeArguments())
                .map(this::of)
                .collect(Collectors.joining(", ", "<", ">"))
            : "";
    return nullness(type) + name(type.getType()) + arguments;
  }

  /** The type variables that this declares, with their bounds, or nothing. */
  String typeParameters(GenericDeclaration declaration) {
    if (declaration.getTypeParameters().length == 0) {
      return "";
    }
    return Arrays.stream(declaration.getTypeParameters())
        .map(this::typeParameter)
        .collect(Collectors.joining(", ", "<", ">"));
  }

  private String typeParameter(TypeVariable<?> variable) {
    return variable.getName() + bounds(" extends ", variable.getAnnotatedBounds());
  }

  private String bounds(String word, AnnotatedType[] bounds) {
    String text = Arrays.stream(bounds).map(this::of).collect(Collectors.joining(" & "));
    return text.isEmpty() || text.equals("Object") ? "" : word + text;
  }

  private String name(Type type) {
    Class<?> raw =
        type instanceof ParameterizedType parameterized
            ? (Class<?>) parameterized.getRawType()
            : (Class<?>) type;
    named.add(raw);
    return name(raw);
  }

  /** The name as a reader of Java writes it: without {@code java.lang}. */
  static String name(Class<?> type) {
    String name = type.getCanonicalName();
    return type.getPackageName().equals("java.lang") ? name.replace("java.lang.", "") : name;
  }

  private static String nullness(AnnotatedType type) {
    if (type.isAnnotationPresent(Nullable.class)) {
      return "@Nullable ";
    }
    return type.isAnnotationPresent(NonNull.class) ? "@NonNull " : "";
  }

  /** An annotation with the values that are not its defaults, the same on every JDK. */
  static String annotation(Annotation annotation) {
    Class<? extends Annotation> type = annotation.annotationType();
    String values =
        Arrays.stream(type.getDeclaredMethods())
            .sorted(Comparator.comparing(Method::getName))
            .filter(method -> !isDefault(method, annotation))
            .map(method -> label(method) + value(read(method, annotation)))
            .collect(Collectors.joining(", "));
    return "@" + name(type) + (values.isEmpty() ? "" : "(" + values + ")");
  }

  /** A constant or the value of an annotation, the same on every JDK. */
  static String value(Object value) {
    if (value instanceof String || value instanceof Character) {
      return "\"" + value.toString().replace("\n", "\\n").replace("\"", "\\\"") + "\"";
    }
    if (value instanceof Class<?> type) {
      return name(type) + ".class";
    }
    if (value instanceof Enum<?> constant) {
      return constant.name();
    }
    if (value instanceof Annotation annotation) {
      return annotation(annotation);
    }
    if (value.getClass().isArray()) {
      return IntStream.range(0, Array.getLength(value))
          .mapToObj(i -> value(Array.get(value, i)))
          .collect(Collectors.joining(", ", "{", "}"));
    }
    return value.toString();
  }

  private static String label(Method method) {
    return method.getName().equals("value") ? "" : method.getName() + "=";
  }

  private static boolean isDefault(Method method, Annotation annotation) {
    Object standard = method.getDefaultValue();
    return standard != null && value(standard).equals(value(read(method, annotation)));
  }

  private static Object read(Method method, Annotation annotation) {
    try {
      return method.invoke(annotation);
    } catch (IllegalAccessException | InvocationTargetException e) {
      throw new IllegalStateException(method.toString(), e);
    }
  }
}
