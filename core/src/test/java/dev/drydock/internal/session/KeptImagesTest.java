package dev.drydock.internal.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drydock.engine.ImageSummary;
import dev.drydock.engine.Settings;
import dev.drydock.model.DataSize;
import dev.drydock.model.EngineException;
import dev.drydock.model.ImageName;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class KeptImagesTest {

  private static final Instant NOW = Instant.parse("2026-03-18T10:00:00Z");
  private static final String HEX = "0".repeat(64);

  private final FakeEngine engine = new FakeEngine();

  private KeptImages kept(Map<String, String> settings) {
    return new KeptImages(
        engine.images(), Settings.of(key -> Optional.ofNullable(settings.get(key))));
  }

  /** An image of so many mebibytes that was used so long ago. */
  private void image(String name, long mebibytes, Duration ago) {
    List<ImageSummary> more = new ArrayList<>(engine.summaries);
    String full = full(name);
    String id = "sha256:" + name + HEX.substring(name.length());
    more.add(new ImageSummary(id, List.of(ImageName.parse(full)), DataSize.ofMebibytes(mebibytes)));
    engine.summaries = more;
    engine.taggedAt.put(full, NOW.minus(ago));
  }

  /** As a build names it. */
  private static String full(String name) {
    return "drydock/" + name + ":" + "0123456789abcdef".repeat(2);
  }

  private List<String> removed() {
    return engine.calls.stream().filter(each -> each.startsWith("remove ")).toList();
  }

  @Test
  void what_was_not_used_for_a_week_goes() {
    image("young", 1, Duration.ofDays(6));
    image("old", 1, Duration.ofDays(8));
    kept(Map.of()).prune(NOW);
    assertThat(removed()).containsExactly("remove " + full("old"));
  }

  @Test
  void names_that_somebody_gave_and_images_built_on_a_kept_one_stay() {
    image("old", 1, Duration.ofDays(8));
    List<ImageSummary> more = new ArrayList<>();
    more.add(
        new ImageSummary(
            "sha256:" + HEX,
            List.of(ImageName.parse(full("old")), ImageName.parse("shop:1")),
            DataSize.ofMebibytes(1)));
    // They have the label from what they were built on.
    more.add(
        new ImageSummary(
            "sha256:1", List.of(ImageName.parse("mine:1")), DataSize.ofMebibytes(99_999)));
    more.add(new ImageSummary("sha256:2", List.of(), DataSize.ofMebibytes(99_999)));
    engine.summaries = more;
    kept(Map.of()).prune(NOW);
    assertThat(removed()).containsExactly("remove " + full("old"));
  }

  @Test
  void the_days_are_a_setting() {
    image("young", 1, Duration.ofDays(6));
    kept(Map.of("drydock.images.days", "5")).prune(NOW);
    assertThat(removed()).containsExactly("remove " + full("young"));
  }

  @Test
  void the_longest_unused_of_too_much_go_first() {
    image("c", 60, Duration.ofHours(3));
    image("a", 60, Duration.ofHours(1));
    image("b", 30, Duration.ofHours(2));
    kept(Map.of("drydock.images.size", "100m")).prune(NOW);
    assertThat(removed()).containsExactly("remove " + full("c"));
  }

  @Test
  void what_a_container_uses_stays_and_the_others_go() {
    image("one", 1, Duration.ofDays(9));
    image("two", 1, Duration.ofDays(8));
    engine.before =
        call -> {
          if (call.equals("remove " + full("two"))) {
            throw new EngineException(409, "in use", null);
          }
        };
    kept(Map.of()).prune(NOW);
    assertThat(removed()).containsExactly("remove " + full("two"), "remove " + full("one"));
  }

  @Test
  void days_that_are_no_number_are_refused() {
    assertThatThrownBy(() -> kept(Map.of("drydock.images.days", "soon")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("drydock.images.days must be a number of days, was soon");
  }
}
