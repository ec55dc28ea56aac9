package dev.drydock.internal.session;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.drydock.engine.Settings;
import dev.drydock.internal.plan.ImageNaming;
import dev.drydock.model.ClosedException;
import dev.drydock.model.ContainerStartException;
import dev.drydock.model.EngineException;
import dev.drydock.model.InterruptedWaitException;
import dev.drydock.model.NetworkRef;
import dev.drydock.model.RemovalException;
import dev.drydock.model.VolumeRef;
import dev.drydock.ready.Readiness;
import dev.drydock.ready.Verdict;
import dev.drydock.runtime.Container;
import dev.drydock.runtime.Network;
import dev.drydock.runtime.Session;
import dev.drydock.spec.ContainerSpec;
import dev.drydock.spec.FileContent;
import dev.drydock.spec.Mount;
import dev.drydock.spec.NetworkAttachment;
import dev.drydock.spec.NetworkMode;
import dev.drydock.spec.NetworkSpec;
import dev.drydock.spec.PullPolicy;
import dev.drydock.spec.VolumeSpec;
import java.io.IOException;
import java.nio.file.Files;
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

/** Containers made before they are wanted, and removed after nobody waits. */
@Timeout(60)
class PreparedTest {

  private static final ContainerSpec SHOP = ContainerSpec.of("shop:1").withEnv("COLOR", "red");
  private static final ContainerSpec WEB = ContainerSpec.of("web:1").withName("web");

  private final FakeEngine engine = new FakeEngine();
  private final Hub hub = new Hub(engine, ImageNaming.none(), Settings.of(key -> Optional.empty()));
  private final Session session = hub.openSession();

  @AfterEach
  void nothing_is_left() {
    engine.before = call -> {};
    hub.close();
    assertThat(engine.things).isEmpty();
  }

  private void prepare(ContainerSpec spec) {
    long before = count("start ");
    session.prepare(spec);
    await().until(() -> count("start ") > before);
  }

  private long count(String call) {
    return engine.calls.stream().filter(each -> each.startsWith(call)).count();
  }

  @Test
  void a_prepared_container_is_taken_over() {
    prepare(SHOP);
    Container container = session.start(SHOP);
    assertThat(engine.calls)
        .containsExactly(
            "create " + container.name(),
            "start " + container.name(),
            "inspect " + container.name());
  }

  @Test
  void it_is_taken_over_by_a_description_that_differs_in_readiness_alone() {
    prepare(SHOP);
    session.start(SHOP.withReadiness(Readiness.running()).withStartTimeout(Duration.ofSeconds(7)));
    assertThat(count("create ")).isEqualTo(1);
  }

  @Test
  void it_is_taken_over_once() {
    prepare(SHOP);
    Container first = session.start(SHOP);
    Container second = session.start(SHOP);
    assertThat(first.name()).isNotEqualTo(second.name());
  }

  @Test
  void a_start_that_wants_something_else_makes_it_and_the_prepared_one_goes_with_the_session() {
    prepare(SHOP);
    Container container = session.start(SHOP.withEnv("COLOR", "blue"));
    assertThat(count("create ")).isEqualTo(2);
    session.close();
    assertThat(count("remove ")).isEqualTo(2);
    assertThat(engine.things).doesNotContainKey("container " + container.name());
  }

  @Test
  void a_preparation_that_fails_leaves_nothing_and_the_start_begins_anew() {
    CountDownLatch failed = new CountDownLatch(1);
    engine.before =
        call -> {
          if (call.startsWith("start ") && failed.getCount() > 0) {
            failed.countDown();
            throw new EngineException(500, "no room", null);
          }
        };
    session.prepare(SHOP);
    Container container = session.start(SHOP);
    assertThat(count("create ")).isEqualTo(2);
    assertThat(engine.things).containsOnlyKeys("container " + container.name());
  }

  @Test
  void one_that_has_ended_by_then_is_removed_and_the_start_begins_anew() {
    prepare(SHOP);
    String early = engine.things.keySet().iterator().next();
    engine.die(early.substring("container ".length()), 1);
    Container container = session.start(SHOP.withLogConsumer(line -> {}));
    assertThat(count("logs " + early.substring("container ".length()))).isZero();
    assertThat(engine.things).containsOnlyKeys("container " + container.name());
    assertThat("container " + container.name()).isNotEqualTo(early);
  }

  @Test
  void one_that_does_not_become_ready_in_its_time_is_not_tried_twice() {
    prepare(SHOP);
    ContainerSpec never =
        SHOP.withReadiness(Readiness.custom("it never is", target -> Verdict.notYet("no")))
            .withStartTimeout(Duration.ofMillis(200));
    assertThatThrownBy(() -> session.start(never)).isInstanceOf(ContainerStartException.class);
    assertThat(count("create ")).isEqualTo(1);
  }

  @Test
  void one_whose_files_have_changed_is_not_taken_over(@TempDir Path directory) throws IOException {
    Path file = Files.writeString(directory.resolve("init.sql"), "select 1");
    ContainerSpec spec = SHOP.withFile("/init.sql", FileContent.path(file));
    prepare(spec);
    Files.writeString(file, "select 2, 3");
    session.start(spec);
    assertThat(count("create ")).isEqualTo(2);
    assertThat(count("upload ")).isEqualTo(2);
  }

  @Test
  void one_whose_directory_has_not_changed_is_taken_over(@TempDir Path directory)
      throws IOException {
    Files.writeString(directory.resolve("init.sql"), "select 1");
    ContainerSpec spec = SHOP.withFile("/sql", FileContent.path(directory));
    prepare(spec);
    session.start(spec);
    assertThat(count("create ")).isEqualTo(1);
  }

  @Test
  void one_whose_directory_behind_a_link_has_changed_is_not_taken_over(@TempDir Path directory)
      throws IOException {
    Path real = Files.createDirectory(directory.resolve("real"));
    Files.writeString(real.resolve("init.sql"), "select 1");
    Path link = Files.createSymbolicLink(directory.resolve("sql"), real);
    ContainerSpec spec = SHOP.withFile("/sql", FileContent.path(link));
    prepare(spec);
    Files.writeString(real.resolve("init.sql"), "select 2, 3");
    session.start(spec);
    assertThat(count("create ")).isEqualTo(2);
  }

  private record Data(String name) implements VolumeRef {}

  private record Net(String id, String name) implements NetworkRef {}

  static Stream<ContainerSpec> others_may_need_or_see() {
    return Stream.of(
        SHOP.withName("shop"),
        SHOP.withFixedPort(80, 8080),
        SHOP.withMount(Mount.bind("/etc", "/data").asReadOnly()),
        SHOP.withNetworkMode(NetworkMode.host()),
        SHOP.withNetwork(NetworkAttachment.to(new Net("n", "n")).withAddress("10.1.2.3")),
        SHOP.withPullPolicy(PullPolicy.always()));
  }

  @ParameterizedTest
  @MethodSource("others_may_need_or_see")
  void what_others_may_need_or_see_is_not_prepared(ContainerSpec spec) {
    session.prepare(spec);
    session.start(spec);
    assertThat(count("create ")).isEqualTo(1);
    assertThat(engine.calls.indexOf("inspect " + name()))
        .isEqualTo(engine.calls.indexOf("start " + name()) + 1);
  }

  private String name() {
    return engine.things.keySet().iterator().next().substring("container ".length());
  }

  @Test
  void a_start_interrupted_while_its_container_is_prepared_leaves_nothing() throws Exception {
    CountDownLatch creating = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    engine.before =
        call -> {
          if (call.startsWith("create ")) {
            creating.countDown();
            awaitLatch(goOn);
          }
        };
    session.prepare(SHOP);
    assertThat(creating.await(10, SECONDS)).isTrue();
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> session.start(SHOP))
        .isInstanceOf(InterruptedWaitException.class)
        .hasMessage("Interrupted while shop:1 was being prepared.");
    assertThat(Thread.interrupted()).isTrue();
    goOn.countDown();
    await().until(() -> count("remove ") == 1);
    await().until(engine.things::isEmpty);
  }

  @Test
  void a_session_closed_while_it_prepares_leaves_nothing() throws Exception {
    CountDownLatch creating = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    engine.before =
        call -> {
          if (call.startsWith("create ")) {
            creating.countDown();
            awaitLatch(goOn);
          }
        };
    session.prepare(SHOP);
    assertThat(creating.await(10, SECONDS)).isTrue();
    CompletableFuture<Void> close = CompletableFuture.runAsync(session::close);
    goOn.countDown();
    close.get(10, SECONDS);
    await().untilAsserted(() -> assertThat(engine.things).isEmpty());
    assertThatThrownBy(() -> session.prepare(SHOP))
        .isInstanceOf(ClosedException.class)
        .hasMessage("Cannot prepare shop:1: its session is closed.");
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

  private static void holdRemovals(String call, CountDownLatch goOn) {
    if (call.startsWith("remove ")) {
      awaitLatch(goOn);
    }
  }

  private static void awaitLatch(CountDownLatch latch) {
    try {
      assertThat(latch.await(10, SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
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
    session.closeInBackground();
    Session next = hub.openSession();
    CompletableFuture<Container> start = CompletableFuture.supplyAsync(() -> next.start(spec));
    await().pollDelay(Duration.ofMillis(50)).until(() -> count("create ") == 1);
    goOn.countDown();
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
            awaitLatch(goOn);
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
