package dev.drydock.junit5;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Starts what a field of a {@link WithContainers} class describes: a {@link
 * dev.drydock.spec.ContainerSpec} or a {@link dev.drydock.runtime.Service}.
 *
 * <p>The container of a static field lives as long as the class, that of an instance field as long
 * as one test. The fields of one level start in parallel, except where {@link #after} says
 * otherwise. The type of the handle is read from the declared type of the field, which may be
 * private.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.FIELD, ElementType.ANNOTATION_TYPE})
public @interface Start {

  /**
   * The names of the {@code @Start} fields whose containers must be ready first: fields of the same
   * level, of superclasses, or of an outer level, which is ready anyway.
   */
  String[] after() default {};
}
