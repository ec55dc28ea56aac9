package dev.drydock.junit5;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drydock.model.NoEngineException;
import dev.drydock.runtime.Container;
import dev.drydock.runtime.Session;
import dev.drydock.spec.ContainerSpec;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What becomes of classes where no engine is. */
class NoEngineTest {

  private static final String REPORT =
      """
      No container engine answered.
        Tried:      unix:///nowhere/engine.sock, named by drydock.engine
        Why not:    there is no such socket
        Hint:       start an engine, or name one that runs with DOCKER_HOST or -Ddrydock.engine=unix:///path/to/socket""";

  /** What is installed on the machine of the tests is told too, and is not of these tests. */
  private static String withoutClues(String report) {
    return report.replaceAll("\n  Here: .*(\n {14}.*)*", "");
  }

  private static List<String> skipped(Kit run) {
    return run.skipped().stream().map(NoEngineTest::withoutClues).toList();
  }

  @WithContainers
  static class Fails {
    @Start static final ContainerSpec APP = Busybox.serving("app");

    @Test
    void is_not_reached() {}
  }

  @Test
  void a_class_fails_with_the_report() {
    assertThat(Kit.runWithoutEngine(Fails.class).failures())
        .singleElement()
        .satisfies(
            failure ->
                assertThat(failure)
                    .isInstanceOf(NoEngineException.class)
                    .extracting(thrown -> withoutClues(String.valueOf(thrown.getMessage())))
                    .isEqualTo(REPORT));
  }

  @WithContainers(ifNoEngine = IfNoEngine.SKIP)
  static class Skips {
    @Start static final ContainerSpec APP = Busybox.serving("app");

    @Test
    void is_not_reached() {}
  }

  @Test
  void a_class_that_says_so_is_skipped_with_the_report() {
    assertThat(skipped(Kit.runWithoutEngine(Skips.class))).containsExactly(REPORT);
  }

  @Test
  void a_class_that_is_skipped_does_not_fail() {
    assertThat(Kit.runWithoutEngine(Skips.class).failures()).isEmpty();
  }

  static class Inherits extends Skips {}

  @Test
  void a_subclass_is_skipped_too() {
    assertThat(skipped(Kit.runWithoutEngine(Inherits.class))).containsExactly(REPORT);
  }

  @WithContainers(ifNoEngine = IfNoEngine.SKIP)
  interface Skipping {}

  static class Implements implements Skipping {
    @Test
    void is_not_reached(Session session) {}
  }

  @Test
  void an_interface_skips_the_classes_that_implement_it() {
    assertThat(skipped(Kit.runWithoutEngine(Implements.class))).containsExactly(REPORT);
  }

  @WithContainers
  static class Outer {
    @Test
    void needs_no_engine() {}

    @Nested
    @WithContainers(ifNoEngine = IfNoEngine.SKIP)
    class Inner {
      @Start static final ContainerSpec APP = Busybox.serving("app");

      @Test
      void is_not_reached(Container app) {}
    }
  }

  @Test
  void a_nested_class_may_be_skipped_alone() {
    Kit run = Kit.runWithoutEngine(Outer.class);
    assertThat(skipped(run)).containsExactly(REPORT);
    assertThat(run.passed()).isEqualTo(1);
  }
}
