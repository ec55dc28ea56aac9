package dev.drydock.internal.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drydock.engine.Subscription;
import dev.drydock.model.ContainerState;
import dev.drydock.model.EngineException;
import dev.drydock.model.Health;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Following the states of a container when the connection for it breaks. */
class StateFollowingTest {

  private static final ContainerState RUNNING = new ContainerState.Running(Health.NONE);

  private final FakeEngine engine = new FakeEngine();
  private final AtomicInteger open = new AtomicInteger();
  private final List<Runnable> breaks = new ArrayList<>();
  private final List<ContainerState> states = new ArrayList<>();
  private final StateFollowing following =
      new StateFollowing(engine, Runnable::run, "web", "web", false, states::add);

  @BeforeEach
  void make_a_container() {
    engine.things.put("container web", Map.of());
    engine.following =
        (events, broken) -> {
          open.incrementAndGet();
          breaks.add(broken);
          return open::decrementAndGet;
        };
  }

  @Test
  void what_happened_while_the_connection_was_broken_is_told() {
    following.begin();
    engine.die("web", 3);
    breaks.get(0).run();
    assertThat(states).containsExactly(RUNNING, new ContainerState.Exited(3, false));
  }

  @Test
  void a_removal_that_nobody_could_tell_is_told() {
    following.begin();
    engine.things.remove("container web");
    breaks.get(0).run();
    assertThat(states).containsExactly(RUNNING, new ContainerState.Removed());
  }

  @Test
  void a_look_that_failed_for_another_reason_is_no_removal() {
    following.begin();
    engine.before =
        call -> {
          throw new EngineException(500, "of the test", null);
        };
    breaks.get(0).run();
    assertThat(states).containsExactly(RUNNING);
  }

  @Test
  void nothing_is_told_to_who_has_closed_while_the_connection_was_opened_again() {
    following.begin();
    engine.things.remove("container web");
    engine.following =
        (events, broken) -> {
          following.close();
          return () -> {};
        };
    breaks.get(0).run();
    assertThat(states).containsExactly(RUNNING);
  }

  @Test
  void nothing_stays_open_when_it_is_closed_while_the_connection_is_opened_again() {
    following.begin();
    engine.following =
        (events, broken) -> {
          following.close();
          Subscription again = open::decrementAndGet;
          open.incrementAndGet();
          return again;
        };
    breaks.get(0).run();
    // The first one broke, and was closed as well.
    assertThat(open).hasValue(0);
    assertThat(states).containsExactly(RUNNING);
  }
}
