package dev.drydock.house;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drydock.house.planted.published.Shape;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The text of an API shows everything that a user can see, and nothing else. */
class PublicApiTextTest {
  private static final String PLANTED = Shape.class.getPackageName();

  @Test
  void everything_that_an_api_can_have_is_written() {
    assertThat(String.join("\n", planted().lines()).replace(PLANTED + ".", "") + "\n")
        .isEqualTo(
            """
            module planted
              exports dev.drydock.house.planted.published

            package dev.drydock.house.planted.published @NullMarked

            public sealed interface Shape<T extends @Nullable Object> extends \
            Comparable<Shape<?>> permits Shape.Circle, Shape.Square
              @Deprecated(forRemoval=true, since="1") public static void old(int[][])
              public abstract <R, X extends Exception & Runnable> java.util.Map<String, ? \
            extends @Nullable R> map(java.util.function.Function<? super T, R>) throws X, \
            java.io.IOException
              public abstract @Nullable T content()
              public default @Nullable String @Nullable [] names(@Nullable String...)
              public static final String TEXT = "say \\"hello\\""
              public static final int SIDES = 4
              public static final java.util.List<@Nullable String> NAMES

            public record Shape.Circle<T extends @Nullable Object>(T content, @Nullable \
            Shape.Kind kind) implements Shape<T>
              public <R, X extends Exception & Runnable> java.util.Map<String, ? extends \
            @Nullable R> map(java.util.function.Function<? super T, R>)
              public @Nullable Shape.Kind kind()
              public T content()
              public int compareTo(Shape<?>)
              public new(T, @Nullable Shape.Kind)

            public enum Shape.Kind
              constant ANGULAR
              constant ROUND
              public int corners()

            public @interface Shape.Mark
              public abstract Class<?>[] value() default {String.class}
              public abstract Shape.Kind kind()

            public class Shape.Square implements Shape<String>
              protected long area
              protected new()
              public <R, X extends Exception & Runnable> java.util.Map<String, ? extends \
            @Nullable R> map(java.util.function.Function<? super String, R>)
              public String content()
              public Secret leaked()
              public int compareTo(Shape<?>)
            """);
  }

  @Test
  void a_type_that_users_do_not_have_is_found_in_a_signature() {
    assertThat(PublicApiTest.hidden(planted(), Set.of("dev.drydock.model")))
        .contains(PLANTED + ".Secret");
  }

  @Test
  void differences_name_the_type_that_they_belong_to() {
    List<String> accepted = List.of("final class A", "  int of()", "", "class B", "  int of()");
    List<String> found = List.of("final class A", "  int of()", "", "record B", "  long of()");

    assertThat(PublicApi.differences(accepted, found))
        .containsExactly("- class B", "- B: int of()", "+ record B", "+ B: long of()");
  }

  private static PublicApi planted() {
    List<Class<?>> types =
        Classes.in(Repository.root().resolve("house/target/test-classes")).stream()
            .filter(type -> type.getPackageName().equals(PLANTED))
            .toList();
    return PublicApi.of(PLANTED, types);
  }
}
