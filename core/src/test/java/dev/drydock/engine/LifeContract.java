package dev.drydock.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.drydock.model.ContainerProcess;
import dev.drydock.model.ContainerState;
import dev.drydock.model.ContainerStats;
import dev.drydock.model.EngineException;
import dev.drydock.model.FileChange;
import dev.drydock.model.Health;
import java.time.Duration;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** What every engine must do with a container while it lives. */
public abstract class LifeContract extends NetworkContract {

  @Test
  void a_paused_container_is_paused_until_it_goes_on() {
    String id = start(sleeper());
    engine.containers().life().pause(id);
    assertThat(stateOf(id)).isEqualTo(new ContainerState.Paused());
    engine.containers().life().unpause(id);
    // On a busy machine Docker hears of the pause after the end of it, and of that a little later.
    await().until(() -> stateOf(id).equals(new ContainerState.Running(Health.NONE)));
  }

  @Test
  void an_end_is_waited_for_and_its_code_told() {
    String id = start(shell("trap 'exit 9' USR1; touch /up; while :; do sleep 0.01; done"));
    sh(id, "until test -e /up; do sleep 0.01; done");
    EngineLife life = engine.containers().life();
    assertThat(life.awaitEnd(id, Duration.ofMillis(200))).isEmpty();
    life.kill(id, "SIGUSR1");
    assertThat(life.awaitEnd(id, Duration.ofSeconds(20))).isEqualTo(OptionalInt.of(9));
    assertThat(life.awaitEnd(id, Duration.ofSeconds(20))).isEqualTo(OptionalInt.of(9));
  }

  @Test
  void a_renamed_container_has_its_new_name_and_not_that_of_another() {
    String id = start(sleeper());
    String name = freshName();
    engine.containers().life().rename(id, name);
    assertThat(engine.containers().inspect(id).name()).isEqualTo(name);
    String other = start(sleeper());
    EngineException refusal = refusal(() -> engine.containers().life().rename(other, name));
    assertThat(refusal.status()).describedAs(refusal.getMessage()).isEqualTo(409);
  }

  @Test
  void what_a_container_uses_is_told() {
    ContainerStats stats = engine.containers().life().stats(start(sleeper()));
    assertThat(stats.memory().bytes()).isPositive();
    assertThat(stats.processes()).isPositive();
  }

  @Test
  void processes_are_told() {
    assertThat(engine.containers().life().processes(start(sleeper())))
        .extracting(ContainerProcess::command)
        .containsExactly("sleep 1000");
  }

  @Test
  void changes_and_sizes_are_told() {
    String id = start(sleeper());
    sh(id, "head -c 100000 /dev/zero >/made");
    assertThat(engine.containers().life().changes(id))
        .contains(new FileChange(FileChange.Kind.ADDED, "/made"));
    assertThat(engine.containers().life().sizes(id).writable().bytes())
        .isGreaterThanOrEqualTo(100_000);
  }
}
