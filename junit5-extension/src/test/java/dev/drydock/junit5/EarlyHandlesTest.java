package dev.drydock.junit5;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drydock.junit5.Busybox.Web;
import dev.drydock.junit5.Busybox.WebSpec;
import java.lang.reflect.Field;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.TestInstancePostProcessor;

/** Handles are there before another extension, such as Spring's, makes what needs them. */
@Tag("engine")
class EarlyHandlesTest {

  /**
   * What a Spring context is in this test: made from the static field as early as Spring makes it.
   */
  record Application(int port) {}

  /** Makes the application at the moments at which Spring's extension loads its context. */
  static final class SpringLike implements ParameterResolver, TestInstancePostProcessor {

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
      return parameter.getParameter().getType() == Application.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
      return load(context);
    }

    @Override
    public void postProcessTestInstance(Object instance, ExtensionContext context)
        throws IllegalAccessException {
      for (Field field : instance.getClass().getDeclaredFields()) {
        if (field.getType() == Application.class) {
          field.setAccessible(true);
          field.set(instance, load(context));
        }
      }
    }

    private static Application load(ExtensionContext context) {
      try {
        Field db = context.getRequiredTestClass().getDeclaredField("db");
        db.setAccessible(true);
        return new Application(((Web) db.get(null)).endpoint().port());
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  @WithContainers
  @ExtendWith(SpringLike.class)
  static class OursFirst {
    @Start static final WebSpec DB = new WebSpec("db");
    @From static Web db;
    Application application;

    @Test
    void has_an_application() {
      assertThat(application.port()).isEqualTo(db.endpoint().port());
    }
  }

  @ExtendWith(SpringLike.class)
  @WithContainers
  static class OursLast {
    @Start static final WebSpec DB = new WebSpec("db");
    @From static Web db;
    Application application;

    @Test
    void has_an_application() {
      assertThat(application.port()).isEqualTo(db.endpoint().port());
    }

    @Nested
    class Inner {
      @Test
      void has_an_application() {
        assertThat(application.port()).isEqualTo(db.endpoint().port());
      }
    }
  }

  @ExtendWith(SpringLike.class)
  @WithContainers
  @TestInstance(TestInstance.Lifecycle.PER_CLASS)
  static class OneInstance {
    @Start static final WebSpec DB = new WebSpec("db");
    @From static Web db;
    Application application;

    @Test
    void has_an_application() {
      assertThat(application.port()).isEqualTo(db.endpoint().port());
    }
  }

  @ExtendWith(SpringLike.class)
  @WithContainers
  @TestInstance(TestInstance.Lifecycle.PER_CLASS)
  static class InConstructor {
    @Start static final WebSpec DB = new WebSpec("db");
    @From static Web db;
    final Application application;

    InConstructor(Application application) {
      this.application = application;
    }

    @Test
    void has_an_application() {
      assertThat(application.port()).isEqualTo(db.endpoint().port());
    }
  }

  @Test
  void when_ours_is_declared_first() {
    assertThat(Kit.run(OursFirst.class).passed()).isEqualTo(1);
  }

  @Test
  void when_ours_is_declared_last() {
    assertThat(Kit.run(OursLast.class).passed()).isEqualTo(2);
  }

  @Test
  void when_one_instance_serves_all_tests() {
    assertThat(Kit.run(OneInstance.class).passed()).isEqualTo(1);
  }

  @Test
  void when_the_constructor_needs_it() {
    assertThat(Kit.run(InConstructor.class).passed()).isEqualTo(1);
  }
}
