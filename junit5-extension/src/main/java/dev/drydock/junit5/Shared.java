package dev.drydock.junit5;

import dev.drydock.runtime.Environment;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Asks for what several test classes share, in a field that is not final, or as a parameter of a
 * test, a lifecycle method or a constructor.
 *
 * <p>The environment is started once in a test run, by the first that asks, whatever runs in
 * parallel, and removed at the end of the run. When its start fails, all who ask are told why, and
 * it is not tried again.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.FIELD, ElementType.PARAMETER, ElementType.ANNOTATION_TYPE})
public @interface Shared {

  /** How to start it; a class with a constructor without parameters, of any visibility. */
  Class<? extends Environment<?>> value();
}
