package dev.drydock.junit5;

import dev.drydock.model.NoEngineException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.TestInstanceFactoryContext;
import org.junit.jupiter.api.extension.TestInstancePostProcessor;
import org.junit.jupiter.api.extension.TestInstancePreConstructCallback;
import org.junit.jupiter.api.extension.TestInstances;
import org.junit.platform.commons.support.AnnotationSupport;
import org.junit.platform.commons.support.ReflectionSupport;

/**
 * Tells JUnit's callbacks to the levels: which class or test begins, and who asks for what. JUnit
 * closes the levels itself.
 */
final class ContainersExtension
    implements ExecutionCondition,
        BeforeAllCallback,
        TestInstancePreConstructCallback,
        TestInstancePostProcessor,
        BeforeEachCallback,
        ParameterResolver {

  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    if (context.getTestMethod().isEmpty() && isSkippedWithoutEngine(context)) {
      try {
        var unused = Run.of(context).drydock();
      } catch (NoEngineException e) {
        return ConditionEvaluationResult.disabled(e.getMessage());
      }
    }
    return ConditionEvaluationResult.enabled(null);
  }

  private static boolean isSkippedWithoutEngine(ExtensionContext context) {
    for (Optional<ExtensionContext> each = Optional.of(context);
        each.isPresent();
        each = each.get().getParent()) {
      Optional<WithContainers> annotation =
          AnnotationSupport.findAnnotation(each.get().getTestClass(), WithContainers.class);
      if (annotation.isPresent()) {
        return annotation.get().ifNoEngine() == IfNoEngine.SKIP;
      }
    }
    return false;
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    begin(context.getRequiredTestClass(), context);
  }

  // One instance for all tests, and a Spring context with it, is made before beforeAll.
  @Override
  public void preConstructTestInstance(
      TestInstanceFactoryContext factoryContext, ExtensionContext context) {
    begin(factoryContext.getTestClass(), context);
  }

  private static void begin(Class<?> testClass, ExtensionContext context) {
    Level around = Level.around(context).orElse(null);
    if (around != null && around.isWithin(testClass)) {
      return;
    }
    Level level = Level.openForClass(testClass, context, around);
    Injection injection = new Injection(Run.of(context), level);
    injection.putShared(level.plan(), null);
    level.start(level.plan().perClass(), field -> read(field, null));
    injection.putClassHandles(level.plan(), null);
  }

  @Override
  public void postProcessTestInstance(Object testInstance, ExtensionContext context) {
    Level level = Level.around(context).orElseThrow();
    while (level != null
        && (level.isTest() || !level.plan().testClass().isInstance(testInstance))) {
      level = level.outer();
    }
    if (level != null) {
      Injection injection = new Injection(Run.of(context), level);
      injection.putShared(level.plan(), testInstance);
      injection.putClassHandles(level.plan(), testInstance);
    }
  }

  @Override
  public void beforeEach(ExtensionContext context) {
    Level level = Level.openForTest(context, Level.around(context).orElseThrow());
    TestInstances instances = context.getRequiredTestInstances();
    level.start(
        level.plan().perTest(),
        field ->
            read(field, instances.findInstance(field.field().getDeclaringClass()).orElseThrow()));
    Injection injection = new Injection(Run.of(context), level);
    for (ClassPlan plan = level.plan(); plan != null; plan = plan.outer()) {
      injection.putTestHandles(plan, instances.findInstance(plan.testClass()).orElseThrow());
    }
  }

  private static @Nullable Object read(StartField field, @Nullable Object instance) {
    try {
      // JUnit reads, because a test module is open to JUnit.
      return ReflectionSupport.tryToReadFieldValue(field.field(), instance)
          .getOrThrow(cause -> new IllegalStateException(field + " cannot be read", cause));
    } catch (ExceptionInInitializerError e) {
      // The description's own complaint, rather than that of the class that holds it.
      if (e.getCause() instanceof RuntimeException complaint) {
        throw complaint;
      }
      throw e;
    }
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return ParameterWish.of(parameter, context).isOurs();
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    try {
      return ParameterWish.of(parameter, context).fulfil();
    } catch (Refusal e) {
      throw new ParameterResolutionException(String.valueOf(e.getMessage()));
    }
  }
}
