package dev.drydock.internal.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.drydock.engine.Settings;
import dev.drydock.internal.plan.ImageNaming;
import dev.drydock.model.ClosedException;
import dev.drydock.model.EngineException;
import dev.drydock.model.RemovalException;
import dev.drydock.model.VolumeRef;
import dev.drydock.runtime.Container;
import dev.drydock.runtime.Network;
import dev.drydock.runtime.Session;
import dev.drydock.spec.ContainerSpec;
import dev.drydock.spec.Mount;
import dev.drydock.spec.NetworkSpec;
import dev.drydock.spec.VolumeSpec;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Removals that nobody waits for but who needs what they free. */
@Timeout(60)
class BackgroundClosesTest {

  private static final ContainerSpec SHOP = ContainerSpec.of("shop:1").withEnv("COLOR", "red");
  private static final ContainerSpec WEB = ContainerSpec.of("web:1").withName("web");

  private final FakeEngine engine = new FakeEngine();
  private final Hub hub = new Hub(engine, ImageNaming.none(), Settings.of(key -> Optional.empty()));
  private final Session session = hub.openSession();

  private record Data(String name) implements VolumeRef {}

  @AfterEach
  void nothing_is_left() {
    engine.before = call -> {};
    hub.close();
    assertThat(engine.things).isEmpty();
  }

  private long count(String call) {
    return engine.calls.stream().filter(each -> each.startsWith(call)).count();
  }

  @Test
  void a_background_close_returns_before_the_removal_and_the_session_is_closed()
      throws InterruptedException {
    session.start(SHOP);
    CountDownLatch goOn = new CountDownLatch(1);
    engine.before = call -> holdRemovals(call, goOn);
    session.closeInBackground();
    assertThat(engine.things).hasSize(1);
    assertThatThrownBy(() -> session.start(SHOP))
        .isInstanceOf(ClosedException.class)
        .hasMessage("Cannot start shop:1: its session is closed.");
    goOn.countDown();
    await().until(engine.things::isEmpty);
  }

  @Test
  void a_close_returns_only_when_nothing_writes_into_a_directory_any_more(@TempDir Path directory) {
    session.start(SHOP.withMount(Mount.bind(directory, "/data")));
    CountDownLatch goOn = new CountDownLatch(1);
    engine.before = call -> holdRemovals(call, goOn);
    CompletableFuture<Void> close = CompletableFuture.runAsync(session::closeInBackground);
    await().until(() -> count("remove ") == 1);
    assertThat(close).isNotDone();
    goOn.countDown();
    close.join();
    assertThat(engine.things).isEmpty();
  }

  private static void holdRemovals(String call, CountDownLatch goOn) {
    if (call.startsWith("remove ")) {
      FakeEngine.hold(goOn);
    }
  }

  static Stream<ContainerSpec> one_at_a_time() {
    return Stream.of(
        WEB,
        SHOP.withFixedPort(80, 8080),
        SHOP.withMount(Mount.bind("/no/such/data", "/data")),
        SHOP.withMount(Mount.volume(new Data("data"), "/data")));
  }

  @ParameterizedTest
  @MethodSource("one_at_a_time")
  void a_start_waits_for_what_a_session_on_its_way_out_holds(ContainerSpec spec) {
    session.start(spec);
    CountDownLatch goOn = new CountDownLatch(1);
    engine.before = call -> holdRemovals(call, goOn);
    CompletableFuture<Void> close = CompletableFuture.runAsync(session::closeInBackground);
    await().until(() -> count("remove ") == 1);
    Session next = hub.openSession();
    CompletableFuture<Container> start = CompletableFuture.supplyAsync(() -> next.start(spec));
    await().pollDelay(Duration.ofMillis(50)).until(() -> count("create ") == 1);
    goOn.countDown();
    close.join();
    assertThat(start.join().state().isAlive()).isTrue();
    assertThat(count("create ")).isEqualTo(2);
  }

  static Stream<Consumer<Session>> named_things() {
    return Stream.of(
        each -> each.volume(VolumeSpec.of().withName("data")),
        each -> each.network(NetworkSpec.of().withName("net")));
  }

  @ParameterizedTest
  @MethodSource("named_things")
  void a_name_of_a_volume_or_network_on_its_way_out_is_waited_for(Consumer<Session> making) {
    making.accept(session);
    CountDownLatch goOn = new CountDownLatch(1);
    engine.before = call -> holdRemovals(call, goOn);
    session.closeInBackground();
    Session next = hub.openSession();
    CompletableFuture<Void> made = CompletableFuture.runAsync(() -> making.accept(next));
    await().during(Duration.ofMillis(50)).until(() -> !made.isDone());
    goOn.countDown();
    made.join();
    assertThat(engine.things).hasSize(1);
  }

  @Test
  void no_more_than_eight_sessions_are_removed_at_once() {
    AtomicInteger removing = new AtomicInteger();
    CountDownLatch goOn = new CountDownLatch(1);
    engine.before =
        call -> {
          if (call.startsWith("remove ")) {
            removing.incrementAndGet();
          }
          holdRemovals(call, goOn);
        };
    CompletableFuture<Void> closes =
        CompletableFuture.runAsync(
            () -> {
              for (int i = 0; i < 12; i++) {
                Session each = hub.openSession();
                each.start(SHOP);
                each.closeInBackground();
              }
            });
    await().until(() -> removing.get() == 8);
    await().during(Duration.ofMillis(50)).until(() -> removing.get() == 8);
    assertThat(closes).isNotDone();
    goOn.countDown();
    closes.join();
    await().until(engine.things::isEmpty);
  }

  @Test
  void an_alias_on_a_network_is_free_when_the_one_before_has_gone() {
    Network network = session.network();
    Session first = hub.openSession();
    first.start(SHOP.withNetwork(network, "db"));
    CountDownLatch goOn = new CountDownLatch(1);
    engine.before = call -> holdRemovals(call, goOn);
    first.closeInBackground();
    Session next = hub.openSession();
    CompletableFuture<Container> start =
        CompletableFuture.supplyAsync(() -> next.start(SHOP.withNetwork(network, "db")));
    await().pollDelay(Duration.ofMillis(50)).until(() -> count("create ") == 1);
    goOn.countDown();
    assertThat(start.join().state().isAlive()).isTrue();
  }

  @Test
  void a_network_goes_after_the_containers_that_other_sessions_had_on_it() {
    Network network = session.network();
    Session inner = hub.openSession();
    Container container = inner.start(SHOP.withNetwork(network, "db"));
    CountDownLatch goOn = new CountDownLatch(1);
    engine.before =
        call -> {
          if (call.equals("remove " + container.name())) {
            FakeEngine.hold(goOn);
          }
        };
    inner.closeInBackground();
    session.closeInBackground();
    await().pollDelay(Duration.ofMillis(50)).until(() -> count("remove ") == 1);
    goOn.countDown();
    await().until(engine.things::isEmpty);
    assertThat(engine.calls)
        .containsSubsequence("remove " + container.name(), "remove " + network.name());
  }

  @Test
  void the_end_tries_again_what_a_background_close_could_not_remove() {
    session.start(SHOP);
    CountDownLatch failed = new CountDownLatch(1);
    engine.before =
        call -> {
          if (call.startsWith("remove ") && failed.getCount() > 0) {
            failed.countDown();
            throw new EngineException(500, "busy", null);
          }
        };
    session.closeInBackground();
    hub.close();
    assertThat(count("remove ")).isEqualTo(2);
    assertThat(engine.things).isEmpty();
  }

  @Test
  void the_end_tells_what_could_not_be_removed() {
    Container container = session.start(SHOP);
    engine.before =
        call -> {
          if (call.startsWith("remove ")) {
            throw new EngineException(500, "busy", null);
          }
        };
    session.closeInBackground();
    assertThatThrownBy(hub::close)
        .isInstanceOf(RemovalException.class)
        .hasMessageContaining("container " + container.name() + ": ");
    engine.things.clear();
  }

  @Test
  void the_end_waits_for_background_closes() throws Exception {
    for (int i = 0; i < 20; i++) {
      Session each = hub.openSession();
      each.start(SHOP);
      each.closeInBackground();
    }
    hub.close();
    assertThat(count("remove ")).isEqualTo(20);
    assertThat(engine.things).isEmpty();
  }
}
