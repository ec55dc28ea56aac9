package dev.drydock.internal.plan;

import dev.drydock.engine.ImageSubstitutor;
import org.jspecify.annotations.Nullable;

/** Makes the substitutor whose class a setting names. */
final class SubstitutorClass {

  private SubstitutorClass() {}

  /**
   * Makes one.
   *
   * @throws IllegalArgumentException when there is no such class, or it is not a substitutor
   */
  static ImageSubstitutor load(String name) {
    try {
      Object made = find(name).getConstructor().newInstance();
      if (made instanceof ImageSubstitutor substitutor) {
        return substitutor;
      }
      throw wrong(name, "it does not implement " + ImageSubstitutor.class.getSimpleName(), null);
    } catch (ClassNotFoundException e) {
      throw wrong(name, "there is no such class on the class path", e);
    } catch (NoSuchMethodException | IllegalAccessException | InstantiationException e) {
      throw wrong(name, "it is not public, or has no public constructor without parameters", e);
    } catch (ReflectiveOperationException e) {
      throw wrong(name, "its constructor failed: " + e.getCause(), e);
    }
  }

  private static Class<?> find(String name) throws ClassNotFoundException {
    ClassLoader users = Thread.currentThread().getContextClassLoader();
    return Class.forName(
        name, true, users == null ? SubstitutorClass.class.getClassLoader() : users);
  }

  private static IllegalArgumentException wrong(
      String name, String why, @Nullable Throwable cause) {
    return new IllegalArgumentException(
        "drydock.image.substitutor must name a public class that implements ImageSubstitutor, was "
            + name
            + ": "
            + why,
        cause);
  }
}
