package dev.drydock.house.planted.published;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One of everything that an API can have. */
public sealed interface Shape<T extends @Nullable Object> extends Comparable<Shape<?>>
    permits Shape.Circle, Shape.Square {
  int SIDES = 4;
  String TEXT = "say \"hello\"";
  List<@Nullable String> NAMES = List.of();

  @Nullable T content();

  <R, X extends Exception & Runnable> Map<String, ? extends @Nullable R> map(
      Function<? super T, R> function) throws X, IOException;

  default @Nullable String @Nullable [] names(@Nullable String... more) {
    return more;
  }

  @Deprecated(since = "1", forRemoval = true)
  static void old(int[][] sizes) {}

  record Circle<T extends @Nullable Object>(T content, @Nullable Kind kind) implements Shape<T> {
    @Override
    public <R, X extends Exception & Runnable> Map<String, ? extends @Nullable R> map(
        Function<? super T, R> function) {
      return Map.of();
    }

    @Override
    public int compareTo(Shape<?> other) {
      return 0;
    }
  }

  non-sealed class Square implements Shape<String> {
    protected long area;
    private final Secret secret = new Secret();

    protected Square() {}

    @Override
    public String content() {
      return secret.toString();
    }

    @Override
    public <R, X extends Exception & Runnable> Map<String, ? extends @Nullable R> map(
        Function<? super String, R> function) {
      return Map.of();
    }

    @Override
    public int compareTo(Shape<?> other) {
      return 0;
    }

    Secret hidden() {
      return secret;
    }

    public Secret leaked() {
      return secret;
    }
  }

  enum Kind {
    ROUND {
      @Override
      public int corners() {
        return 0;
      }
    },
    ANGULAR;

    public int corners() {
      return 4;
    }
  }

  @interface Mark {
    Class<?>[] value() default {String.class};

    Kind kind();
  }
}
