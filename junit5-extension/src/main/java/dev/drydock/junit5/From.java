package dev.drydock.junit5;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Asks for the live handle of a {@link Start} field, in a field that is not final, or as a
 * parameter of a test, a lifecycle method or a constructor.
 *
 * <p>A static field is set before {@code @BeforeAll}, an instance field before {@code @BeforeEach}.
 * A constructor, a static field, {@code @BeforeAll} and {@code @AfterAll} get the handles of static
 * {@code @Start} fields only. A parameter without any annotation needs none if its type is exactly
 * that of one handle.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.FIELD, ElementType.PARAMETER, ElementType.ANNOTATION_TYPE})
public @interface From {

  /** The name of the {@code @Start} field; needed only when the type of the handle fits two. */
  String value() default "";
}
