package dev.drydock.internal.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drydock.Drydock;
import dev.drydock.engine.Engine;
import dev.drydock.engine.EngineImages;
import dev.drydock.engine.ImageSummary;
import dev.drydock.engine.Settings;
import dev.drydock.model.ClosedException;
import dev.drydock.model.DataSize;
import dev.drydock.model.ImageException;
import dev.drydock.model.ImageName;
import dev.drydock.model.image.PrunedImages;
import dev.drydock.runtime.Session;
import dev.drydock.spec.image.Dockerfile;
import dev.drydock.spec.image.ImageSpec;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Images that were built go by age and by size, on the real engine. */
@Tag("engine")
@Timeout(120)
class PrunedImagesTest {

  private static final DataSize SOME = DataSize.ofMebibytes(2);

  private final List<ImageName> built = new ArrayList<>();
  private final Hub hub = Hub.connect(Settings.load(), null);

  @BeforeEach
  void build() {
    try (Session session = hub.openSession()) {
      for (int i = 0; i < 3; i++) {
        String fill = "head -c " + SOME.bytes() + " /dev/urandom >/fill; echo " + UUID.randomUUID();
        Dockerfile file = Dockerfile.from("drydock-test/busybox:1").run(fill);
        built.add(session.image(ImageSpec.of(file)).name());
      }
    }
  }

  @AfterEach
  void removeAll() {
    for (ImageName each : built) {
      if (isThere(each)) {
        hub.engine().images().remove(each.toString());
      }
    }
    hub.close();
  }

  private boolean isThere(ImageName image) {
    try {
      return !hub.engine().images().inspect(image).id().isEmpty();
    } catch (ImageException e) {
      return false;
    }
  }

  /** Of the images of this test alone: the others are somebody's. */
  private KeptImages kept(Settings settings) {
    UnaryOperator<List<ImageSummary>> ours =
        all ->
            all.stream().filter(each -> built.stream().anyMatch(each.names()::contains)).toList();
    Engine engine = hub.engine();
    EngineImages images = changing(EngineImages.class, engine.images(), "list", ours);
    return new KeptImages(changing(Engine.class, engine, "images", all -> images), settings);
  }

  /** The same, but for what one of its verbs gives back. */
  @SuppressWarnings("unchecked")
  private static <T, R> T changing(Class<T> type, T real, String verb, UnaryOperator<R> change) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> {
              try {
                Object given = method.invoke(real, arguments);
                return method.getName().equals(verb) ? change.apply((R) given) : given;
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            }));
  }

  @Test
  void what_was_not_used_for_a_week_goes_and_its_size_is_told() {
    KeptImages kept = kept(Settings.load());
    Instant now = Instant.now();
    assertThat(kept.prune(now.plus(Duration.ofDays(6))).images()).isEmpty();
    assertThat(built).allMatch(this::isThere);
    PrunedImages pruned = kept.prune(now.plus(Duration.ofDays(8)));
    assertThat(pruned.images())
        .containsExactlyInAnyOrderElementsOf(built.stream().map(ImageName::toString).toList());
    assertThat(pruned.freed()).isGreaterThan(DataSize.ofBytes(3 * SOME.bytes()));
    assertThat(built).noneMatch(this::isThere);
  }

  @Test
  void the_longest_unused_goes_when_all_are_too_large_together() {
    long one = hub.engine().images().details(idOf(2)).size().bytes();
    String room = Long.toString(one + SOME.bytes() * 3 / 2);
    KeptImages kept = kept(Settings.load().with("drydock.images.size", room));
    assertThat(kept.prune(Instant.now()).images()).isEmpty();
    PrunedImages pruned = kept.prune(Instant.now().plus(Duration.ofHours(2)));
    assertThat(pruned.images()).containsExactly(built.get(0).toString());
    assertThat(pruned.freed())
        .isBetween(SOME, DataSize.ofBytes(SOME.bytes() + DataSize.ofKibibytes(64).bytes()));
    assertThat(built).filteredOn(this::isThere).isEqualTo(built.subList(1, 3));
  }

  private String idOf(int i) {
    return hub.engine().images().inspect(built.get(i)).id();
  }

  @Test
  void what_was_just_built_stays_when_everything_is_pruned() {
    Settings none = Settings.load().with("drydock.images.days", "30000");
    Drydock drydock = Drydock.connect(none);
    try (drydock) {
      PrunedImages pruned = drydock.pruneImages();
      assertThat(pruned.images())
          .doesNotContainAnyElementsOf(built.stream().map(ImageName::toString).toList());
      assertThat(built).allMatch(this::isThere);
    }
    assertThatThrownBy(drydock::pruneImages)
        .isInstanceOf(ClosedException.class)
        .hasMessage("Cannot prune images: Drydock is closed.");
  }

  @Test
  void a_person_reads_what_went() {
    assertThat(new PrunedImages(List.of(), DataSize.ofBytes(0)))
        .hasToString("No image was removed.");
    assertThat(new PrunedImages(List.of("drydock/a:1", "drydock/b:2"), DataSize.ofBytes(5_000_000)))
        .hasToString("Removed, with 4 MiB:\n  drydock/a:1\n  drydock/b:2");
  }
}
