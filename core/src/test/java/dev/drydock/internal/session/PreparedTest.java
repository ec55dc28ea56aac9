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
import dev.drydock.ready.Readiness;
import dev.drydock.ready.Verdict;
import dev.drydock.runtime.Container;
import dev.drydock.runtime.Session;
import dev.drydock.spec.ContainerSpec;
import dev.drydock.spec.FileContent;
import dev.drydock.spec.Mount;
import dev.drydock.spec.NetworkAttachment;
import dev.drydock.spec.NetworkMode;
import dev.drydock.spec.PullPolicy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Containers made before they are wanted. */
@Timeout(60)
class PreparedTest {

  private static final ContainerSpec SHOP = ContainerSpec.of("shop:1").withEnv("COLOR", "red");

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
  void one_whose_script_has_become_a_program_is_not_taken_over(@TempDir Path directory)
      throws IOException {
    Path script = Files.writeString(directory.resolve("run.sh"), "echo up");
    FileTime written = Files.getLastModifiedTime(script);
    ContainerSpec spec = SHOP.withFile("/run.sh", FileContent.path(script));
    prepare(spec);
    assertThat(script.toFile().setExecutable(true)).isTrue();
    Files.setLastModifiedTime(script, written);
    session.start(spec);
    assertThat(count("create ")).isEqualTo(2);
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
            FakeEngine.hold(goOn);
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
            FakeEngine.hold(goOn);
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
}
