package dev.drydock.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.drydock.engine.Subscription;
import dev.drydock.model.ContainerState;
import dev.drydock.model.Health;
import dev.drydock.ready.Readiness;
import dev.drydock.runtime.Container;
import dev.drydock.runtime.Session;
import dev.drydock.runtime.StartHooks;
import dev.drydock.runtime.UnstartedContainer;
import dev.drydock.spec.ContainerSpec;
import dev.drydock.spec.FileContent;
import dev.drydock.spec.Healthcheck;
import dev.drydock.spec.container.RestartPolicy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What becomes of a container, as it is told; and what is done on its way to being ready. */
@Tag("engine")
@Timeout(60)
class StatesTest {

  private static final ContainerState RUNNING = new ContainerState.Running(Health.NONE);

  @RegisterExtension private final Live live = new Live();

  @Test
  void each_state_is_told_from_the_present_one_to_the_end() {
    Container container = live.session().start(Live.sleeper());
    // docs: states
    List<ContainerState> states = new CopyOnWriteArrayList<>();
    container.followStates(states::add);
    container.pause();
    container.unpause();
    container.kill("KILL");
    container.awaitExit(Duration.ofSeconds(10));
    container.start();
    container.close();
    await().until(() -> states.contains(new ContainerState.Removed()));
    assertThat(states)
        .containsExactly(
            RUNNING,
            new ContainerState.Paused(),
            RUNNING,
            new ContainerState.Exited(137, false),
            RUNNING,
            new ContainerState.Exited(137, false),
            new ContainerState.Removed());
    // docs: end
  }

  @Test
  void restarts_of_the_engine_are_told() {
    ContainerSpec spec =
        Live.shell("until test -e /go; do sleep 0.01; done; rm /go; exit 4")
            .withRestartPolicy(RestartPolicy.onFailure(9));
    Container container = live.session().start(spec);
    List<ContainerState> states = new CopyOnWriteArrayList<>();
    container.followStates(states::add);
    container.exec("touch", "/go");
    await().until(() -> states.size() > 3);
    assertThat(states.subList(0, 4))
        .containsExactly(
            RUNNING, new ContainerState.Exited(4, false), new ContainerState.Restarting(), RUNNING);
  }

  @Test
  void a_container_is_restarting_between_two_runs() {
    // It fails at once from then on, before which the engine waits longer each time.
    Container container =
        live.session()
            .start(
                Live.shell("until test -e /go; do sleep 0.01; done; exit 1")
                    .withRestartPolicy(RestartPolicy.always()));
    container.exec("touch", "/go");
    await().until(() -> container.state().equals(new ContainerState.Restarting()));
  }

  @Test
  void health_is_told() {
    Container container =
        live.session()
            .start(
                Live.sleeper()
                    .withHealthcheck(
                        Healthcheck.command("test", "-e", "/well")
                            .withInterval(Duration.ofMillis(100))
                            .withRetries(1))
                    .withReadiness(Readiness.running()));
    List<ContainerState> states = new CopyOnWriteArrayList<>();
    container.followStates(states::add);
    await().until(() -> states.contains(new ContainerState.Running(Health.UNHEALTHY)));
    container.exec("touch", "/well");
    await().until(() -> states.contains(new ContainerState.Running(Health.HEALTHY)));
  }

  @Test
  void nothing_is_told_after_the_subscription_is_closed() {
    Container container = live.session().start(Live.sleeper());
    List<ContainerState> states = new CopyOnWriteArrayList<>();
    List<ContainerState> others = new CopyOnWriteArrayList<>();
    try (Subscription following = container.followStates(states::add)) {
      assertThat(following).isNotNull();
    }
    container.followStates(others::add);
    container.pause();
    await().until(() -> others.size() == 2);
    assertThat(states).containsExactly(RUNNING);
  }

  @Test
  void a_consumer_that_throws_gets_the_next_state() {
    Container container = live.session().start(Live.sleeper());
    List<ContainerState> states = new CopyOnWriteArrayList<>();
    container.followStates(
        state -> {
          states.add(state);
          throw new IllegalStateException("of the test");
        });
    container.pause();
    await().until(() -> states.size() == 2);
  }

  @Test
  void something_is_done_when_it_was_made_and_when_it_was_started() {
    List<String> order = new ArrayList<>();
    Session session = live.session();
    // docs: hooks
    StartHooks hooks =
        new StartHooks() {
          @Override
          public void created(UnstartedContainer container) {
            order.add(container.state().describe());
            container.copyIn(FileContent.text("made"), "/made");
          }

          @Override
          public void started(Container container) {
            order.add(container.state().describe());
            assertThat(container.exec("touch", "/go").succeeded()).isTrue();
          }
        };
    Container container =
        session.start(
            ContainerSpec.of("busybox:1")
                .withCommand(
                    "sh",
                    "-c",
                    "until test -e /go; do sleep 0.01; done; cat /made; echo; sleep 1000")
                .withReadiness(Readiness.logLine("made")),
            hooks);
    // docs: end
    assertThat(order).containsExactly("created, not started", "running");
    assertThat(container.state()).isEqualTo(RUNNING);
  }

  @Test
  void what_a_hook_throws_ends_the_start_and_leaves_nothing() {
    List<UnstartedContainer> made = new ArrayList<>();
    IllegalStateException failure = new IllegalStateException("of the test");
    StartHooks hooks =
        new StartHooks() {
          @Override
          public void created(UnstartedContainer container) {
            made.add(container);
            assertThatThrownBy(container::start).isInstanceOf(IllegalStateException.class);
            throw failure;
          }
        };
    assertThatThrownBy(() -> live.session().start(Live.sleeper(), hooks)).isSameAs(failure);
    assertThatThrownBy(() -> made.get(0).state()).hasMessageContaining("its handle is closed");
    assertThat(OnEngine.of(live.session())).isEmpty();
  }

  @Test
  void what_a_hook_throws_once_it_was_started_leaves_nothing_either() {
    List<Container> started = new ArrayList<>();
    IllegalStateException failure = new IllegalStateException("of the test");
    StartHooks hooks =
        new StartHooks() {
          @Override
          public void started(Container container) {
            started.add(container);
            throw failure;
          }
        };
    assertThatThrownBy(() -> live.session().start(Live.sleeper(), hooks)).isSameAs(failure);
    assertThatThrownBy(() -> started.get(0).state()).hasMessageContaining("its handle is closed");
    assertThat(OnEngine.of(live.session())).isEmpty();
  }
}
