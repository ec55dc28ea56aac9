package dev.drydock.junit5;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Says that a test class uses containers: those of its {@link Start} fields are started and
 * removed, and {@link From}, {@link Shared} and {@link dev.drydock.runtime.Session} parameters are
 * filled.
 *
 * <p>It holds for subclasses and {@link org.junit.jupiter.api.Nested} classes too, may stand on an
 * interface, and may be put on an annotation of one's own. What a class has started is removed when
 * its last test is over, while the next class runs, and before the run ends; so is what a test has
 * started, when that test is over.
 *
 * <p>If the class, with its superclasses and nested classes, has two {@code @Start} fields or more,
 * their containers share one network, in which each is reachable under the name of its field in
 * kebab case: {@code ORDER_DB} as {@code order-db}.
 */
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.ANNOTATION_TYPE})
@ExtendWith(ContainersExtension.class)
public @interface WithContainers {

  /** What becomes of the class when no container engine answers. */
  IfNoEngine ifNoEngine() default IfNoEngine.FAIL;
}
