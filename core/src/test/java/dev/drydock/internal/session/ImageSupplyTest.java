package dev.drydock.internal.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drydock.engine.Settings;
import dev.drydock.internal.plan.ImageNaming;
import dev.drydock.model.ImageException;
import dev.drydock.model.ImageName;
import dev.drydock.spec.ContainerSpec;
import dev.drydock.spec.PullPolicy;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageSupplyTest {

  private static final ContainerSpec SHOP = ContainerSpec.of("shop:1");

  private final FakeEngine engine = new FakeEngine();
  private final Settings settings;
  private final Hub hub;
  private final LiveSession session;

  ImageSupplyTest(@TempDir Path cache) {
    settings =
        Settings.of(key -> Optional.empty())
            .with("drydock.image.mirror", "mirror.example")
            .with("drydock.cache.dir", cache.toString());
    hub = new Hub(engine, ImageNaming.of(settings), settings);
    session = hub.openSession();
  }

  @AfterEach
  void close() {
    hub.close();
  }

  private List<String> pulls() {
    return engine.calls.stream().filter(call -> call.startsWith("pull")).toList();
  }

  private void lacks(String... images) {
    engine.missingImages.addAll(List.of(images));
  }

  @Test
  void an_image_that_the_engine_has_is_not_looked_for_at_the_mirror() {
    session.start(SHOP);
    assertThat(pulls()).isEmpty();
  }

  @Test
  void an_image_that_the_engine_lacks_is_pulled_from_the_mirror_and_used_under_its_name() {
    lacks("shop:1", "mirror.example/library/shop:1");
    session.start(SHOP);
    assertThat(pulls()).containsExactly("pull mirror.example/library/shop:1");
    assertThat(engine.images).last().isEqualTo("mirror.example/library/shop:1");
  }

  @Test
  void what_came_from_the_mirror_before_is_used_whatever_the_policy() {
    lacks("shop:1");
    session.start(SHOP);
    session.start(SHOP.withPullPolicy(PullPolicy.never()));
    assertThat(pulls()).isEmpty();
    assertThat(engine.images)
        .containsExactly(
            "shop:1", "mirror.example/library/shop:1", "shop:1", "mirror.example/library/shop:1");
  }

  @Test
  void two_names_of_one_image_are_one_pull() {
    ImageName plain = ImageName.parse("localhost/shop");
    ImagePulls pulls = new ImagePulls(engine, hub.threads(), settings);
    long before = System.nanoTime();
    pulls.pullMissing(plain, null, before);
    pulls.pullMissing(plain.withTag("latest"), null, before);
    assertThat(pulls()).containsExactly("pull localhost/shop");
  }

  @Test
  void an_image_that_is_old_is_pulled_anew_and_then_it_is_young() {
    engine.created = Instant.now().minus(Duration.ofDays(3));
    ContainerSpec spec =
        ContainerSpec.of("localhost/shop").withPullPolicy(PullPolicy.olderThan(Duration.ofDays(2)));
    session.start(spec);
    session.start(spec);
    assertThat(pulls()).hasSize(1);
  }

  @Test
  void an_image_that_was_built_or_tagged_lately_is_young() {
    engine.created = Instant.now().minus(Duration.ofDays(1));
    ContainerSpec spec = SHOP.withPullPolicy(PullPolicy.olderThan(Duration.ofDays(2)));
    session.start(spec);
    engine.created = Instant.now().minus(Duration.ofDays(3));
    engine.tagged = Instant.now().minus(Duration.ofDays(1));
    session.start(spec);
    assertThat(pulls()).isEmpty();
  }

  @Test
  void an_image_that_is_not_there_is_pulled_whatever_age_is_wanted() {
    lacks("shop:1", "mirror.example/library/shop:1");
    session.start(SHOP.withPullPolicy(PullPolicy.olderThan(Duration.ofDays(2))));
    assertThat(pulls()).containsExactly("pull mirror.example/library/shop:1");
  }

  @Test
  void an_image_that_is_young_and_for_another_platform_is_pulled() {
    engine.created = Instant.now();
    AtomicBoolean refused = new AtomicBoolean();
    engine.before =
        call -> {
          if (call.startsWith("create ") && !refused.getAndSet(true)) {
            throw new ImageException("no such image for this platform", null);
          }
        };
    session.start(
        SHOP.withPlatform("linux/amd64").withPullPolicy(PullPolicy.olderThan(Duration.ofDays(2))));
    assertThat(pulls()).containsExactly("pull mirror.example/library/shop:1");
  }

  @Test
  void the_age_of_an_image_is_positive() {
    assertThatThrownBy(() -> PullPolicy.olderThan(Duration.ZERO))
        .hasMessage("age of an image must be positive, was PT0S");
  }

  @Test
  void the_time_of_a_pull_outlives_the_jvm(@TempDir Path directory) {
    Instant time = Instant.parse("2026-03-18T10:11:12Z");
    ImageName image = ImageName.parse("shop:1");
    new ImageTimes(directory, "one").note(image, null, time);
    assertThat(new ImageTimes(directory, "one").last(image.canonical(), null)).isEqualTo(time);
    assertThat(new ImageTimes(directory, "two").last(image, null)).isNull();
  }

  @Test
  void the_report_names_the_mirror() {
    lacks("shop:1", "mirror.example/library/shop:1");
    engine.before =
        call -> {
          if (call.startsWith("pull")) {
            throw new ImageException(
                ImageException.Reason.RATE_LIMITED, "The engine failed: toomanyrequests", null);
          }
        };
    assertThatThrownBy(() -> session.start(SHOP))
        .isInstanceOf(ImageException.class)
        .hasMessage(
            """
            shop:1 could not be started: its image is not to be had.
              Mirror:     mirror.example/library/shop:1, from where drydock.image.mirror has it pulled
              Engine:     The engine failed: toomanyrequests
              Hint:       registry mirror.example was asked too often: log in, which raises the limit, \
            wait, or name a mirror with drydock.image.mirror""");
  }
}
