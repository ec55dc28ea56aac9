package dev.drydock.internal.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.drydock.Drydock;
import dev.drydock.engine.Engine;
import dev.drydock.model.ContainerStartException;
import dev.drydock.model.DrydockException;
import dev.drydock.model.RemovalException;
import dev.drydock.ready.Readiness;
import dev.drydock.runtime.Container;
import dev.drydock.runtime.Session;
import dev.drydock.spec.ContainerSpec;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** An engine that is killed while Drydock uses it, and that is back later. */
@Tag("engines")
@Timeout(120)
class DaemonLossTest {

  private static final ContainerSpec SLEEPER =
      ContainerSpec.of("drydock-test/busybox:1").withCommand("sleep", "1000");

  private EngineUnderTest host;

  @BeforeEach
  void start() throws Exception {
    host = EngineUnderTest.docker("26", "tcp");
  }

  @AfterEach
  void stop() throws Exception {
    host.close();
  }

  private void kill() {
    host.beside("touch /run/engine-absent; kill -9 $(pidof dockerd)");
  }

  private void revive() {
    host.beside("rm /run/engine-absent");
    await()
        .atMost(Duration.ofSeconds(60))
        .ignoreExceptions()
        .until(
            () -> {
              try (Engine engine = host.connect()) {
                return engine.details().version() != null;
              }
            });
  }

  /** What was left while the engine was away goes with the last close. */
  private void closeAndFindNothing(Drydock drydock) {
    drydock.close();
    try (Engine engine = host.connect()) {
      assertThat(engine.find(Map.of("dev.drydock", "true"))).isEmpty();
    }
  }

  private void closeAtSilentEngine(Session session) {
    CompletableFuture<Void> close = CompletableFuture.runAsync(session::close);
    assertThatThrownBy(() -> close.get(60, TimeUnit.SECONDS))
        .hasCauseInstanceOf(RemovalException.class)
        .hasMessageContaining("The engine at " + host.address() + ", asked to ")
        .hasMessageContaining("gave no answer any more");
  }

  @Nested
  class Docker26Tcp {
    @Test
    void a_start_that_the_engine_dies_under_fails_soon_and_is_cleaned_up_when_it_is_back()
        throws Exception {
      Drydock drydock = Drydock.connect(host.address());
      Session session = drydock.openSession();
      Container first = session.start(SLEEPER);
      assertThat(first.state().isAlive()).isTrue();
      // Under a start that follows events and a log, and is past all that it asks for once.
      CountDownLatch looked = new CountDownLatch(1);
      Readiness never = Readiness.all(Readiness.logLine("never"), NeverReady.after(looked));
      CompletableFuture<Container> start =
          CompletableFuture.supplyAsync(
              () ->
                  session.start(
                      SLEEPER.withReadiness(never).withStartTimeout(Duration.ofSeconds(20))));
      looked.await();
      long before = System.nanoTime();
      kill();
      assertThatThrownBy(() -> start.get(40, TimeUnit.SECONDS))
          .hasCauseInstanceOf(ContainerStartException.class)
          .hasMessageContaining("was not ready within 20 s.")
          .hasMessageContaining("  Last look:  no line matched (look ")
          .hasMessageContaining(" at " + host.address() + " gives no answer any more");
      assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(25));
      revive();
      session.close();
      closeAndFindNothing(drydock);
    }

    @Test
    void a_start_under_which_the_engine_falls_silent_fails_in_its_time_and_is_cleaned_up_later()
        throws Exception {
      Drydock drydock = Drydock.connect(host.address());
      Session session = drydock.openSession();
      CountDownLatch looked = new CountDownLatch(1);
      Readiness never = NeverReady.after(looked);
      Duration limit = Duration.ofSeconds(5);
      CompletableFuture<Container> start =
          CompletableFuture.supplyAsync(
              () -> session.start(SLEEPER.withReadiness(never).withStartTimeout(limit)));
      looked.await();
      host.beside("kill -STOP $(pidof dockerd)");
      assertThatThrownBy(() -> start.get(60, TimeUnit.SECONDS))
          .hasCauseInstanceOf(ContainerStartException.class)
          .hasMessageContaining("was not ready within 5 s.")
          .hasMessageContaining(" at " + host.address() + " gives no answer any more");
      closeAtSilentEngine(session);
      host.beside("kill -CONT $(pidof dockerd)");
      closeAndFindNothing(drydock);
    }

    @Test
    void a_start_and_a_close_at_an_engine_that_is_silent_end_soon_and_are_cleaned_up_later()
        throws Exception {
      Drydock drydock = Drydock.connect(host.address());
      Session session = drydock.openSession();
      session.start(SLEEPER);
      host.beside("kill -STOP $(pidof dockerd)");
      CompletableFuture<Container> start =
          CompletableFuture.supplyAsync(() -> session.start(SLEEPER));
      assertThatThrownBy(() -> start.get(60, TimeUnit.SECONDS))
          .hasCauseInstanceOf(DrydockException.class)
          .hasMessageContaining("asked to create container ")
          .hasMessageContaining(", gave no answer any more");
      closeAtSilentEngine(session);
      host.beside("kill -CONT $(pidof dockerd)");
      closeAndFindNothing(drydock);
    }

    @Test
    void what_could_not_be_removed_is_told_and_removed_at_the_next_close() throws Exception {
      Drydock drydock = Drydock.connect(host.address());
      Session session = drydock.openSession();
      String name = session.start(SLEEPER).name();
      kill();
      assertThatThrownBy(session::close)
          .isInstanceOf(RemovalException.class)
          .hasMessageStartingWith(
              "Not everything could be removed. Left behind:\n  container "
                  + name
                  + ": The engine at "
                  + host.address()
                  + ", asked to remove ")
          .hasMessageContaining(", broke the connection: ")
          .hasMessageEndingWith(" the next run on this machine tries again");
      revive();
      closeAndFindNothing(drydock);
    }
  }
}
