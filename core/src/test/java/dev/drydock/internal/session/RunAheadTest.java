package dev.drydock.internal.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.drydock.engine.Settings;
import dev.drydock.internal.plan.ImageNaming;
import dev.drydock.model.EngineException;
import dev.drydock.runtime.GroupMember;
import dev.drydock.runtime.RunAhead;
import dev.drydock.runtime.Session;
import dev.drydock.spec.ContainerSpec;
import dev.drydock.spec.FileContent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Runs of places, one after another, on an engine in memory. */
@Timeout(60)
class RunAheadTest {

  private static final List<String> PLACES = List.of("A", "B", "C", "D");

  @TempDir private Path directory;
  private final FakeEngine engine = new FakeEngine();
  private final Map<String, String> settings = new TreeMap<>();

  private Hub hub() {
    settings.putIfAbsent("drydock.prefetch.file", directory.resolve("plans.json").toString());
    settings.putIfAbsent("drydock.prefetch", "2");
    return new Hub(
        engine, ImageNaming.none(), Settings.of(key -> Optional.ofNullable(settings.get(key))));
  }

  private static List<GroupMember<?>> members(String place) {
    return List.of(
        GroupMember.of("app", ContainerSpec.of("app-" + place.toLowerCase(Locale.ROOT))),
        GroupMember.of("db", ContainerSpec.of("db-" + place.toLowerCase(Locale.ROOT))));
  }

  /** A run that no one has worked ahead for. */
  private void firstRun() {
    try (Hub hub = hub();
        RunAhead ahead = hub.runAhead(PLACES, ROOM)) {
      for (String place : PLACES) {
        Session session = ahead.begin(place, true, members(place));
        session.startAll(session.network(), members(place));
        ahead.remember(place);
        session.closeInBackground();
      }
    }
    assertThat(engine.things).isEmpty();
    assertThat(count("start ")).isEqualTo(8);
    engine.calls.clear();
  }

  private long count(String call) {
    return engine.calls.stream().filter(each -> each.startsWith(call)).count();
  }

  /** The tests do not depend on how busy this machine is. */
  private static final Room ROOM = (containers, others) -> true;

  @Test
  void the_places_after_the_one_that_begins_are_prepared_and_no_more() {
    firstRun();
    try (Hub hub = hub();
        RunAhead ahead = hub.runAhead(PLACES, ROOM)) {
      ahead.begin("A", true, members("A"));
      await().until(() -> count("start ") == 4);
      await()
          .during(Duration.ofMillis(100))
          .untilAsserted(
              () -> {
                assertThat(count("create drydock-app-b")).isEqualTo(1);
                assertThat(count("create drydock-db-c")).isEqualTo(1);
                assertThat(count("create drydock-db-d")).isZero();
              });
    }
    assertThat(engine.things).isEmpty();
  }

  @Test
  void without_room_nothing_is_prepared() {
    firstRun();
    long before = count("create ");
    try (Hub hub = hub();
        RunAhead ahead = hub.runAhead(PLACES, (containers, others) -> false)) {
      Session session = ahead.begin("A", true, members("A"));
      session.startAll(session.network(), members("A"));
      await()
          .during(Duration.ofMillis(100))
          .untilAsserted(() -> assertThat(count("create ")).isEqualTo(before + 2));
    }
  }

  @Test
  void a_place_gets_what_was_prepared_for_it_on_its_network() {
    firstRun();
    try (Hub hub = hub();
        RunAhead ahead = hub.runAhead(PLACES, ROOM)) {
      ahead.begin("A", true, members("A"));
      await().until(() -> count("start ") == 4);
      Session session = ahead.begin("B", true, members("B"));
      session.startAll(session.network(), members("B"));
      assertThat(count("create drydock-app-b")).isEqualTo(1);
      assertThat(count("create drydock-db-b")).isEqualTo(1);
      await().until(() -> count("create drydock-db-d") == 1);
      session.closeInBackground();
    }
    assertThat(engine.things).isEmpty();
  }

  private static GroupMember<?> red(String place) {
    String image = "app-" + place.toLowerCase(Locale.ROOT);
    return GroupMember.of("app", ContainerSpec.of(image).withEnv("COLOR", "red"));
  }

  private void assertNothingOfTheOldIsThere(
      String place, boolean onNetwork, List<GroupMember<?>> wanted) {
    firstRun();
    try (Hub hub = hub();
        RunAhead ahead = hub.runAhead(PLACES, ROOM)) {
      ahead.begin("A", true, members("A"));
      await().until(() -> count("start ") == 4);
      Session session = ahead.begin(place, onNetwork, wanted);
      String name = session.network().name();
      await()
          .untilAsserted(
              () -> assertThat(engine.things.keySet()).noneMatch(each -> each.contains("-b-")));
      assertThat(engine.things).containsKey("network " + name);
    }
    assertThat(engine.things).isEmpty();
  }

  @Test
  void a_place_that_wants_something_else_gets_none_of_what_was_prepared() {
    assertNothingOfTheOldIsThere("B", true, List.of(red("B"), members("B").get(1)));
  }

  @Test
  void a_place_that_wants_less_gets_none_of_what_was_prepared() {
    assertNothingOfTheOldIsThere("B", true, List.of(members("B").get(1)));
  }

  @Test
  void a_place_that_wants_the_same_without_a_network_gets_none_of_what_was_prepared() {
    assertNothingOfTheOldIsThere("B", false, members("B"));
  }

  @Test
  void a_place_that_wants_no_network_any_more_gets_none_of_what_was_prepared() {
    assertNothingOfTheOldIsThere("B", false, List.of());
  }

  @Test
  void a_network_that_is_asked_for_comes_before_those_that_were_made_ahead() {
    firstRun();
    try (Hub hub = hub();
        RunAhead ahead = hub.runAhead(PLACES, ROOM)) {
      Session session = ahead.begin("A", false, List.of());
      await().until(() -> count("start ") == 4);
      engine.before =
          call -> {
            boolean full =
                engine.things.keySet().stream().filter(each -> each.startsWith("network ")).count()
                    >= 2;
            if (call.startsWith("network ") && full) {
              throw new EngineException(
                  500, "all predefined address pools have been fully subnetted", null);
            }
          };
      assertThat(engine.things).containsKey("network " + session.network().name());
      // What the refused one may have left, and then each network after its containers: a real
      // engine keeps one that a container is on.
      assertThat(engine.calls)
          .filteredOn(each -> each.startsWith("remove "))
          .extracting(each -> each.contains("drydock-net-"))
          .containsExactly(true, false, false, true, false, false, true);
      Session next = ahead.begin("B", true, members("B"));
      next.startAll(next.network(), members("B"));
      engine.before = call -> {};
    }
    assertThat(engine.things).isEmpty();
  }

  @Test
  void a_place_that_starts_nothing_any_more_is_forgotten() {
    firstRun();
    try (Hub hub = hub();
        RunAhead ahead = hub.runAhead(PLACES, ROOM)) {
      ahead.begin("A", true, members("A"));
      await().until(() -> count("start ") == 4);
      ahead.forget("B");
      await()
          .untilAsserted(
              () -> assertThat(engine.things.keySet()).noneMatch(each -> each.contains("-b-")));
    }
    engine.calls.clear();
    try (Hub hub = hub();
        RunAhead ahead = hub.runAhead(PLACES, ROOM)) {
      ahead.begin("A", true, members("A"));
      await().until(() -> count("create drydock-db-d") == 1);
      assertThat(count("create drydock-db-b")).isZero();
    }
  }

  @Test
  void a_file_that_has_gone_by_the_end_fails_no_run() throws IOException {
    Path file = Files.writeString(directory.resolve("generated.sql"), "select 1");
    try (Hub hub = hub();
        RunAhead ahead = hub.runAhead(PLACES, ROOM)) {
      GroupMember<?> member =
          GroupMember.of(
              "db", ContainerSpec.of("db").withFile("/init.sql", FileContent.path(file)));
      Session session = ahead.begin("A", false, List.of(member));
      session.startAll(List.of(member));
      ahead.remember("A");
      Session other = ahead.begin("B", true, members("B"));
      other.startAll(other.network(), members("B"));
      ahead.remember("B");
      Files.delete(file);
    }
    assertThat(Files.readString(directory.resolve("plans.json")))
        .contains("app-b")
        .doesNotContain("generated.sql");
  }

  @Test
  void a_place_nobody_has_announced_prepares_nothing() {
    firstRun();
    try (Hub hub = hub();
        RunAhead ahead = hub.runAhead(PLACES, ROOM)) {
      ahead.begin("Z", true, members("Z"));
      await()
          .during(Duration.ofMillis(100))
          .untilAsserted(() -> assertThat(engine.calls).isEmpty());
    }
  }

  @Test
  void it_can_be_turned_off() {
    firstRun();
    settings.put("drydock.prefetch", "off");
    try (Hub hub = hub();
        RunAhead ahead = hub.runAhead(PLACES, ROOM)) {
      ahead.begin("A", true, members("A"));
      await()
          .during(Duration.ofMillis(100))
          .untilAsserted(() -> assertThat(engine.calls).isEmpty());
    }
  }

  @Test
  void a_run_that_is_turned_off_writes_no_record() {
    settings.put("drydock.prefetch", "0");
    firstRun();
    assertThat(Files.exists(directory.resolve("plans.json"))).isFalse();
  }

  @Test
  void a_setting_that_is_no_number_is_refused() {
    settings.put("drydock.prefetch", "many");
    try (Hub hub = hub()) {
      assertThatThrownBy(() -> hub.runAhead(PLACES))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("drydock.prefetch must be off or a number of places, was many");
    }
  }
}
