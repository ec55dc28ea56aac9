package dev.drydock.junit5;

import dev.drydock.runtime.Container;
import dev.drydock.runtime.Service;
import dev.drydock.spec.ContainerSpec;
import java.lang.reflect.Field;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.lang.reflect.WildcardType;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads the type of the live handle from the declared type of a spec field, as seen from the test
 * class, whose type arguments a superclass' field may need.
 */
final class HandleType {

  private final Map<TypeVariable<?>, Type> arguments = new HashMap<>();

  private HandleType() {}

  /** The type of the handle; absent when the declared type does not tell. */
  static Optional<Class<?>> of(Field field, Class<?> testClass) {
    if (field.getType() == ContainerSpec.class) {
      return Optional.of(Container.class);
    }
    HandleType reader = new HandleType();
    reader.learn(testClass);
    Type argument = reader.serviceArgument(field.getGenericType());
    if (argument == null) {
      return Optional.empty();
    }
    Class<?> type = reader.erase(argument);
    return type == Object.class ? Optional.empty() : Optional.of(type);
  }

  private void learn(Class<?> type) {
    for (Type each : type.getGenericInterfaces()) {
      learnFrom(each);
    }
    Type superclass = type.getGenericSuperclass();
    if (superclass != null) {
      learnFrom(superclass);
    }
  }

  private void learnFrom(Type supertype) {
    bind(supertype);
    learn(erase(supertype));
  }

  private void bind(Type type) {
    if (type instanceof ParameterizedType parameterized
        && parameterized.getRawType() instanceof Class<?> raw) {
      for (int i = 0; i < raw.getTypeParameters().length; i++) {
        TypeVariable<?> variable = raw.getTypeParameters()[i];
        Type argument = parameterized.getActualTypeArguments()[i];
        // A generic class that speaks of its own type says T = T, which would go round for ever.
        if (!argument.equals(variable)) {
          arguments.put(variable, argument);
        }
      }
    }
  }

  private @Nullable Type serviceArgument(Type type) {
    bind(type);
    if (type instanceof ParameterizedType parameterized
        && parameterized.getRawType() == Service.class) {
      return parameterized.getActualTypeArguments()[0];
    }
    if (type instanceof TypeVariable<?> || type instanceof WildcardType) {
      return serviceArgument(known(type));
    }
    Class<?> raw = erase(type);
    for (Type each : raw.getGenericInterfaces()) {
      Type found = serviceArgument(each);
      if (found != null) {
        return found;
      }
    }
    return raw.getGenericSuperclass() == null ? null : serviceArgument(raw.getGenericSuperclass());
  }

  private Class<?> erase(Type type) {
    if (type instanceof Class<?> plain) {
      return plain;
    }
    if (type instanceof ParameterizedType parameterized) {
      return erase(parameterized.getRawType());
    }
    if (type instanceof GenericArrayType array) {
      return erase(array.getGenericComponentType()).arrayType();
    }
    return erase(known(type));
  }

  private Type known(Type type) {
    if (type instanceof TypeVariable<?> variable) {
      Type argument = arguments.get(variable);
      return argument == null ? variable.getBounds()[0] : argument;
    }
    return type instanceof WildcardType wildcard ? wildcard.getUpperBounds()[0] : Object.class;
  }
}
