package dev.drydock.internal.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drydock.engine.Settings;
import dev.drydock.internal.plan.ImageNaming;
import dev.drydock.model.ClosedException;
import dev.drydock.model.ContainerPort;
import dev.drydock.model.ContainerStartException;
import dev.drydock.model.Endpoint;
import dev.drydock.model.EngineException;
import dev.drydock.model.ImageException;
import dev.drydock.model.InterruptedWaitException;
import dev.drydock.model.RemovalException;
import dev.drydock.ready.Readiness;
import dev.drydock.ready.Verdict;
import dev.drydock.runtime.Container;
import dev.drydock.runtime.Group;
import dev.drydock.runtime.GroupMember;
import dev.drydock.runtime.Network;
import dev.drydock.runtime.Session;
import dev.drydock.runtime.Volume;
import dev.drydock.spec.ContainerSpec;
import dev.drydock.spec.FileContent;
import dev.drydock.spec.PullPolicy;
import dev.drydock.spec.VolumeSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class SessionOnFakeEngineTest {

  private static final ContainerSpec WEB = ContainerSpec.of("web:1").withName("web");
  private static final ContainerSpec SHOP = ContainerSpec.of("shop:1");

  private final FakeEngine engine = new FakeEngine();
  private final Hub hub = new Hub(engine, ImageNaming.none(), Settings.of(key -> Optional.empty()));
  private final Session session = hub.openSession();

  @AfterEach
  void nothing_is_left() {
    engine.before = call -> {};
    hub.close();
    assertThat(engine.things).isEmpty();
  }

  @Test
  void a_warm_start_of_a_container_is_create_start_inspect() {
    Container container = session.start(WEB.withPort(80));
    assertThat(engine.calls).containsExactly("create web", "start web", "inspect web");
    assertThat(container.name()).isEqualTo("web");
  }

  @Test
  void a_start_after_a_stop_does_not_take_the_end_before_it_for_its_own() {
    AtomicInteger looks = new AtomicInteger();
    Readiness third =
        Readiness.custom(
            "third",
            target -> looks.incrementAndGet() % 3 == 0 ? Verdict.ready() : Verdict.notYet("no"));
    Container container = session.start(WEB.withReadiness(third));
    engine.die("web", 0);
    engine.afterStart = name -> engine.tellEnd(name, 0);
    container.start();
    assertThat(container.state().isAlive()).isTrue();
  }

  @Test
  void a_start_after_a_stop_that_ends_is_seen_by_an_inspection() {
    AtomicBoolean first = new AtomicBoolean(true);
    Readiness once =
        Readiness.custom(
            "once",
            target -> {
              if (first.getAndSet(false)) {
                return Verdict.ready();
              }
              engine.die("web", 3);
              return Verdict.notYet("no");
            });
    Container container = session.start(WEB.withReadiness(once));
    engine.die("web", 0);
    assertThatThrownBy(container::start)
        .isInstanceOf(ContainerStartException.class)
        .hasMessageContaining("ended before it was ready")
        .hasMessageContaining("exited with code 3");
  }

  @Test
  void what_was_waited_for_is_told_of_a_container_that_somebody_has_removed() {
    Readiness never = Readiness.custom("a miracle", target -> Verdict.notYet("none yet"));
    engine.afterStart =
        name ->
            engine.before =
                call -> {
                  if (call.equals("inspect web")
                      && engine.calls.indexOf(call) < engine.calls.lastIndexOf(call)) {
                    throw new EngineException(404, "No such container: web", null);
                  }
                };
    ContainerSpec spec = WEB.withReadiness(never).withStartTimeout(Duration.ofMillis(50));
    assertThatThrownBy(() -> session.start(spec))
        .isInstanceOf(ContainerStartException.class)
        .hasMessageContaining(
            "was not ready within 50 ms.\n  Waited for: a miracle\n  Last look:  none yet")
        .hasMessageContaining("\n  State:      could not be asked: No such container: web");
    engine.before = call -> {};
  }

  @Test
  void where_a_port_is_is_asked_again_until_it_is_known() {
    engine.knowsPlaceOfPorts = false;
    engine.endpoints = Map.of(ContainerPort.tcp(80), new Endpoint("localhost", 1));
    Container container = session.start(WEB.withPort(80));
    engine.endpoints = Map.of(ContainerPort.tcp(80), new Endpoint("172.17.0.1", 1));
    assertThat(container.endpoint(80)).isEqualTo(new Endpoint("172.17.0.1", 1));
    engine.knowsPlaceOfPorts = true;
    engine.calls.clear();
    assertThat(container.endpoint(80)).isEqualTo(new Endpoint("172.17.0.1", 1));
    assertThat(engine.calls).isEmpty();
  }

  @Test
  void where_a_port_was_is_told_of_a_container_that_has_ended_or_is_gone() {
    engine.knowsPlaceOfPorts = false;
    engine.endpoints = Map.of(ContainerPort.tcp(80), new Endpoint("localhost", 1));
    Container container = session.start(WEB.withPort(80));
    engine.die("web", 0);
    engine.endpoints = Map.of();
    assertThat(container.endpoint(80)).isEqualTo(new Endpoint("localhost", 1));
    engine.before =
        call -> {
          if (call.equals("inspect web")) {
            throw new EngineException(404, "no such container", null);
          }
        };
    assertThat(container.endpoint(80)).isEqualTo(new Endpoint("localhost", 1));
    engine.before = call -> {};
  }

  @Test
  void a_close_of_a_container_with_a_name_of_ours_is_one_call() {
    Container container = session.start(SHOP);
    engine.calls.clear();
    container.close();
    assertThat(engine.calls).containsExactly("remove " + container.name());
  }

  @Test
  void a_closed_session_has_removed_containers_before_what_they_used() {
    Network network = session.network();
    Volume volume = session.volume();
    Container first = session.start(SHOP);
    Container second = session.start(SHOP);
    engine.calls.clear();
    session.close();
    assertThat(engine.calls.subList(0, 2))
        .containsExactlyInAnyOrder("remove " + first.name(), "remove " + second.name());
    assertThat(engine.calls.subList(2, 4))
        .containsExactlyInAnyOrder("remove " + network.name(), "remove " + volume.name());
  }

  @Test
  void a_second_close_does_nothing() {
    Container container = session.start(SHOP);
    session.close();
    engine.calls.clear();
    session.close();
    container.close();
    assertThat(engine.calls).isEmpty();
  }

  @Test
  void a_handle_says_that_its_session_is_closed() {
    Container container = session.start(SHOP);
    session.close();
    assertThatThrownBy(() -> container.exec("true"))
        .isInstanceOf(ClosedException.class)
        .hasMessage("Cannot run a command in shop:1: its session is closed.");
  }

  @Test
  void a_handle_says_that_it_is_closed() {
    Container container = session.start(SHOP);
    container.close();
    assertThatThrownBy(container::state)
        .isInstanceOf(ClosedException.class)
        .hasMessage("Cannot inspect shop:1: its handle is closed.");
  }

  @Test
  void a_closed_session_starts_nothing() {
    session.close();
    assertThatThrownBy(() -> session.start(SHOP))
        .isInstanceOf(ClosedException.class)
        .hasMessage("Cannot start shop:1: its session is closed.");
    assertThat(engine.calls).isEmpty();
  }

  @Test
  void a_container_that_dies_fails_its_start_and_is_removed() {
    engine.port = Verdict.notYet("connection refused");
    engine.afterStart = name -> engine.die(name, 3);
    assertThatThrownBy(() -> session.start(WEB.withPort(80)))
        .isInstanceOf(ContainerStartException.class)
        .hasMessageStartingWith("web:1 ended before it was ready.");
    assertThat(engine.things).isEmpty();
  }

  private static EngineException taken(int port) {
    return new EngineException(
        500, "Bind for 0.0.0.0:" + port + " failed: port is already allocated", null);
  }

  private long starts() {
    return engine.calls.stream().filter(call -> call.startsWith("start ")).count();
  }

  @Test
  void another_host_port_is_tried_when_the_chosen_one_is_taken() {
    AtomicInteger refusals = new AtomicInteger();
    engine.before =
        call -> {
          if (call.startsWith("start ") && refusals.getAndIncrement() < 2) {
            throw taken(12_345);
          }
        };
    session.start(WEB.withPort(80));
    assertThat(starts()).isEqualTo(3);
    assertThat(engine.things.keySet()).containsExactly("container web");
  }

  @Test
  void a_host_port_that_the_description_fixes_is_not_tried_again() {
    engine.before =
        call -> {
          if (call.startsWith("start ")) {
            throw taken(12_345);
          }
        };
    assertThatThrownBy(() -> session.start(WEB.withFixedPort(12_345, 80)))
        .hasMessage(
            """
            web:1 could not be started.
              Engine:     Bind for 0.0.0.0:12345 failed: port is already allocated
              Hint:       something else uses the host port; withPort takes a free one instead of a fixed one""");
    assertThat(starts()).isEqualTo(1);
    assertThat(engine.things).isEmpty();
  }

  @Test
  void a_container_whose_report_speaks_of_a_port_is_started_once() {
    engine.port = Verdict.notYet("connection refused on :12345: address already in use");
    assertThatThrownBy(
            () -> session.start(WEB.withPort(80).withStartTimeout(Duration.ofMillis(30))))
        .hasMessageContaining("address already in use");
    assertThat(starts()).isEqualTo(1);
  }

  @Test
  void a_created_container_whose_chosen_port_was_taken_meanwhile_says_what_to_do() {
    var created = session.create(WEB.withPort(80));
    engine.before =
        call -> {
          if (call.startsWith("start ")) {
            throw taken(12_345);
          }
        };
    assertThatThrownBy(created::start)
        .hasMessage(
            """
            web:1 could not be started.
              Engine:     Bind for 0.0.0.0:12345 failed: port is already allocated
              Hint:       something else has taken the host port that was chosen; create the container anew, or name a free port with withFixedPort""");
    assertThat(engine.things).isEmpty();
  }

  @Test
  void a_start_that_runs_out_of_time_is_removed() {
    engine.port = Verdict.notYet("connection refused");
    assertThatThrownBy(
            () -> session.start(WEB.withPort(80).withStartTimeout(Duration.ofMillis(30))))
        .isInstanceOf(ContainerStartException.class)
        .hasMessageStartingWith("web:1 was not ready within 30 ms.");
    assertThat(engine.things).isEmpty();
  }

  @Test
  void a_failed_start_is_tried_again_with_a_new_container() {
    AtomicInteger starts = new AtomicInteger();
    engine.afterStart =
        name -> {
          if (starts.incrementAndGet() < 3) {
            engine.die(name, 1);
          }
        };
    Container container = session.start(SHOP.withStartAttempts(3));
    assertThat(starts).hasValue(3);
    assertThat(engine.things).containsOnlyKeys("container " + container.name());
  }

  @Test
  void attempts_come_to_an_end() {
    AtomicInteger starts = new AtomicInteger();
    engine.afterStart =
        name -> {
          starts.incrementAndGet();
          engine.die(name, 1);
        };
    assertThatThrownBy(() -> session.start(SHOP.withStartAttempts(3)))
        .isInstanceOf(ContainerStartException.class);
    assertThat(starts).hasValue(3);
  }

  @ParameterizedTest
  @ValueSource(strings = {"create", "upload", "attach", "start", "inspect"})
  void a_call_that_fails_leaves_nothing(String word) {
    engine.before =
        call -> {
          if (call.startsWith(word)) {
            throw new EngineException(0, "the connection broke", null);
          }
        };
    assertThatThrownBy(
            () ->
                session.start(
                    SHOP.withFile("/x", FileContent.text("y"))
                        .withReadiness(dev.drydock.ready.Readiness.logLine("up"))))
        .isInstanceOf(ContainerStartException.class)
        .hasMessage("shop:1 could not be started.\n  Engine:     the connection broke");
    assertThat(engine.things).isEmpty();
  }

  @Test
  void a_create_whose_answer_is_lost_leaves_nothing() {
    engine.before =
        call -> {
          if (call.startsWith("create")) {
            engine.things.put(
                "container " + call.substring(7),
                java.util.Map.of("dev.drydock.session", session.id()));
            throw new EngineException(0, "the connection broke", null);
          }
        };
    assertThatThrownBy(() -> session.start(WEB)).isInstanceOf(ContainerStartException.class);
    assertThat(engine.things).isEmpty();
  }

  @Test
  void an_interrupt_during_create_leaves_nothing_though_the_engine_goes_on() {
    Thread thread = Thread.currentThread();
    engine.before =
        call -> {
          if (call.startsWith("create")) {
            thread.interrupt();
          }
        };
    assertThatThrownBy(() -> session.start(SHOP)).isInstanceOf(InterruptedWaitException.class);
    assertThat(Thread.interrupted()).isTrue();
    assertThat(engine.things).isEmpty();
  }

  @Test
  void a_container_of_somebody_else_under_the_wanted_name_is_not_touched() {
    engine.things.put("container web", java.util.Map.of());
    assertThatThrownBy(() -> session.start(WEB)).isInstanceOf(ContainerStartException.class);
    session.close();
    assertThat(engine.things).containsOnlyKeys("container web");
    engine.things.clear();
  }

  @Test
  void a_missing_image_is_pulled_and_the_create_tried_again() {
    engine.missingImages.add("shop:1");
    Container container = session.start(SHOP);
    assertThat(engine.calls)
        .containsExactly(
            "create " + container.name(),
            "pull shop:1",
            "create " + container.name(),
            "start " + container.name(),
            "inspect " + container.name());
  }

  @Test
  void a_missing_image_is_not_pulled_against_the_policy() {
    engine.missingImages.add("shop:1");
    assertThatThrownBy(() -> session.start(SHOP.withPullPolicy(PullPolicy.never())))
        .isInstanceOf(ImageException.class);
    assertThat(engine.calls).noneMatch(call -> call.startsWith("pull"));
  }

  @Test
  void a_pull_is_shared_by_all_who_wait_for_it() {
    engine.missingImages.add("shop:1");
    CountDownLatch allWait = new CountDownLatch(4);
    engine.before =
        call -> {
          if (call.startsWith("create")) {
            allWait.countDown();
          } else if (call.startsWith("pull")) {
            awaitQuietly(allWait);
          }
        };
    List<CompletableFuture<Container>> starts = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      starts.add(CompletableFuture.supplyAsync(() -> session.start(SHOP), hub.threads()));
    }
    starts.forEach(CompletableFuture::join);
    assertThat(engine.calls.stream().filter(call -> call.startsWith("pull"))).hasSize(1);
  }

  @Test
  void an_interrupted_wait_removes_the_container_and_keeps_the_flag() {
    engine.port = Verdict.notYet("connection refused");
    Thread thread = Thread.currentThread();
    engine.afterStart = name -> thread.interrupt();
    assertThatThrownBy(() -> session.start(WEB.withPort(80)))
        .isInstanceOf(InterruptedWaitException.class)
        .hasMessage("Interrupted while waiting for web:1 to be ready.");
    assertThat(Thread.interrupted()).isTrue();
    assertThat(engine.things).isEmpty();
  }

  @Test
  void closing_the_session_ends_a_start_under_way() throws Exception {
    engine.port = Verdict.notYet("connection refused");
    CountDownLatch started = new CountDownLatch(1);
    engine.afterStart = name -> started.countDown();
    CompletableFuture<Container> start =
        CompletableFuture.supplyAsync(() -> session.start(SHOP.withPort(80)), hub.threads());
    started.await();
    session.close();
    assertThat(engine.things).isEmpty();
    assertThatThrownBy(start::join).hasCauseInstanceOf(ClosedException.class);
  }

  @Test
  void a_volume_under_a_name_that_is_taken_is_refused_and_not_removed() {
    engine.before =
        call -> {
          if (call.startsWith("volume")) {
            throw new EngineException(409, "volume data exists", null);
          }
        };
    assertThatThrownBy(() -> session.volume(VolumeSpec.of().withName("data")))
        .isInstanceOf(EngineException.class);
    session.close();
    assertThat(engine.calls).doesNotContain("remove data");
  }

  @Test
  void what_cannot_be_removed_is_named_and_tried_again() {
    Container container = session.start(SHOP);
    engine.before =
        call -> {
          if (call.startsWith("remove")) {
            throw new EngineException(500, "device busy", null);
          }
        };
    assertThatThrownBy(session::close)
        .isInstanceOf(RemovalException.class)
        .hasMessage(
            "Not everything could be removed. Left behind:\n  container "
                + container.name()
                + ": device busy\n  Hint: remove them with `docker rm -fv`, `docker network rm`,"
                + " `docker volume rm`; the next run on this machine tries again");
    engine.before = call -> {};
    session.close();
    assertThat(engine.things).isEmpty();
  }

  @Test
  void a_group_starts_in_order_and_shares_a_network() {
    GroupMember<Container> db = GroupMember.of("db", SHOP.withName("dbc"));
    GroupMember<Container> app = GroupMember.of("app", SHOP.withName("appc")).after(db);
    Group group = session.startAll(app, db);
    assertThat(engine.calls.subList(1, engine.calls.size()))
        .containsExactly(
            "create dbc", "start dbc", "inspect dbc", "create appc", "start appc", "inspect appc");
    assertThat(group.get(db).spec().networks())
        .singleElement()
        .satisfies(each -> assertThat(each.aliases()).containsExactly("db"));
    assertThat(group.network()).isPresent();
  }

  @Test
  void a_group_of_one_has_no_network() {
    Group group = session.startAll(GroupMember.of("db", SHOP));
    assertThat(group.network()).isEmpty();
    assertThat(engine.calls).noneMatch(call -> call.startsWith("network"));
  }

  @Test
  void a_group_in_which_one_fails_leaves_nothing_and_says_who() {
    engine.afterStart =
        name -> {
          if (name.equals("bad")) {
            engine.die(name, 1);
          }
        };
    assertThatThrownBy(
            () ->
                session.startAll(
                    GroupMember.of("good", SHOP.withName("good")),
                    GroupMember.of("bad", SHOP.withName("bad"))))
        .isInstanceOf(ContainerStartException.class)
        .hasMessageStartingWith("bad (shop:1) ended before it was ready.");
    assertThat(engine.things).isEmpty();
  }

  @Test
  void an_interrupted_group_leaves_nothing() {
    engine.port = Verdict.notYet("connection refused");
    Thread thread = Thread.currentThread();
    CountDownLatch both = new CountDownLatch(2);
    engine.afterStart =
        name -> {
          both.countDown();
          awaitQuietly(both);
          thread.interrupt();
        };
    assertThatThrownBy(
            () ->
                session.startAll(
                    GroupMember.of("one", SHOP.withPort(80)),
                    GroupMember.of("two", SHOP.withPort(80))))
        .isInstanceOf(InterruptedWaitException.class)
        .hasMessage("Interrupted while starting [one, two].");
    assertThat(Thread.interrupted()).isTrue();
    assertThat(engine.things).isEmpty();
  }

  @Test
  void many_threads_start_and_close_without_leaving_anything() {
    Set<String> names = ConcurrentHashMap.newKeySet();
    List<CompletableFuture<Void>> all = new ArrayList<>();
    for (int i = 0; i < 64; i++) {
      boolean closes = i % 2 == 0;
      all.add(
          CompletableFuture.runAsync(
              () -> {
                for (int n = 0; n < 20; n++) {
                  Container container = session.start(SHOP.withPort(80));
                  assertThat(names.add(container.name())).isTrue();
                  if (closes) {
                    container.close();
                  }
                }
              },
              hub.threads()));
    }
    all.forEach(CompletableFuture::join);
    assertThat(engine.things).hasSize(32 * 20);
    session.close();
    assertThat(engine.things).isEmpty();
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void a_pull_whose_connection_breaks_is_tried_again() {
    engine.missingImages.add("shop:1");
    AtomicInteger pulls = new AtomicInteger();
    engine.before =
        call -> {
          if (call.startsWith("pull") && pulls.incrementAndGet() < 3) {
            throw new ImageException(ImageException.Reason.INTERRUPTED, "unexpected EOF", null);
          }
        };
    session.start(SHOP);
    assertThat(pulls).hasValue(3);
  }

  @ParameterizedTest
  @EnumSource(
      value = ImageException.Reason.class,
      mode = EnumSource.Mode.EXCLUDE,
      names = "INTERRUPTED")
  void a_pull_that_can_do_no_better_is_not_tried_again(ImageException.Reason reason) {
    engine.missingImages.add("shop:1");
    engine.before =
        call -> {
          if (call.startsWith("pull")) {
            throw new ImageException(reason, "no", null);
          }
        };
    assertThatThrownBy(() -> session.start(SHOP))
        .isInstanceOfSatisfying(
            ImageException.class, e -> assertThat(e.reason()).isEqualTo(reason));
    assertThat(engine.calls.stream().filter(call -> call.startsWith("pull"))).hasSize(1);
  }
}
