package dev.drydock.internal.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drydock.engine.ImageFacts;
import dev.drydock.engine.ImageSummary;
import dev.drydock.engine.Settings;
import dev.drydock.model.DataSize;
import dev.drydock.model.EngineException;
import dev.drydock.model.ImageName;
import dev.drydock.model.image.HistoryEntry;
import dev.drydock.model.image.ImageDetails;
import dev.drydock.model.image.ImageLayer;
import dev.drydock.model.image.PrunedImages;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeptImagesTest {

  private static final Instant NOW = Instant.parse("2026-03-18T10:00:00Z");
  private static final String HASH = "0123456789abcdef".repeat(2);
  private static final String HEX = "0".repeat(64);

  private final FakeEngine engine = new FakeEngine();

  private KeptImages kept(Map<String, String> settings) {
    return new KeptImages(engine, Settings.of(key -> Optional.ofNullable(settings.get(key))));
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
    return "drydock/" + name + ":" + HASH;
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
  void layers_that_several_share_are_counted_once() {
    image("a", 60, Duration.ofHours(2));
    image("b", 60, Duration.ofHours(3));
    image("c", 60, Duration.ofHours(4));
    for (ImageSummary each : engine.summaries) {
      String own = each.names().get(0).toString();
      engine.detailed.put(
          each.id(),
          FakeEngine.details(
              each, HASH, null, List.of(layer("base", 50), layer(own, 10)), List.of()));
    }
    kept(Map.of("drydock.images.size", "80m")).prune(NOW);
    assertThat(removed()).isEmpty();
    PrunedImages pruned = kept(Map.of("drydock.images.size", "75m")).prune(NOW);
    assertThat(removed()).containsExactly("remove " + full("c"));
    assertThat(pruned).isEqualTo(new PrunedImages(List.of(full("c")), DataSize.ofMebibytes(10)));
  }

  private static ImageLayer layer(String digest, long mebibytes) {
    return new ImageLayer(digest, DataSize.ofMebibytes(mebibytes), "");
  }

  @Test
  void what_a_run_may_have_just_decided_to_use_stays_however_much_there_is() {
    image("a", 60, Duration.ofMinutes(10));
    image("b", 60, Duration.ofMinutes(50));
    image("c", 60, Duration.ofMinutes(70));
    kept(Map.of("drydock.images.size", "1m")).prune(NOW);
    assertThat(removed()).containsExactly("remove " + full("c"));
  }

  @Test
  void what_another_jvm_uses_between_look_and_removal_stays() {
    image("one", 1, Duration.ofDays(9));
    image("two", 1, Duration.ofDays(8));
    engine.before =
        call -> {
          if (call.equals("remove " + full("two"))) {
            engine.taggedAt.put(full("one"), NOW);
          }
        };
    kept(Map.of()).prune(NOW);
    assertThat(removed()).containsExactly("remove " + full("two"));
  }

  @Test
  void a_use_is_written_down_and_one_of_what_is_gone_is_none() {
    image("one", 1, Duration.ofDays(3));
    ImageName name = ImageName.parse(full("one"));
    ImageFacts facts = engine.images().inspect(name);
    assertThat(kept(Map.of()).use(name, facts)).isTrue();
    assertThat(engine.calls).containsExactly("tag " + facts.id() + " " + name);
    engine.missingImages.add(full("one"));
    assertThat(kept(Map.of()).use(name, facts)).isFalse();
  }

  @Test
  void where_the_engine_tells_no_time_of_use_a_file_does(@TempDir Path cache) {
    Map<String, String> settings = Map.of("drydock.cache.dir", cache.toString());
    ImageSummary image = summary("localhost/" + full("one"));
    engine.summaries = List.of(image);
    engine.created = Instant.now().minus(Duration.ofDays(30));
    ImageName built = ImageName.parse(full("one"));
    assertThat(kept(settings).use(built, engine.images().inspect(built))).isTrue();
    assertThat(engine.calls).isEmpty();
    kept(settings).prune(Instant.now().plus(Duration.ofDays(6)));
    assertThat(removed()).isEmpty();
    kept(settings).prune(Instant.now().plus(Duration.ofDays(8)));
    assertThat(removed()).containsExactly("remove localhost/" + full("one"));
  }

  private static ImageSummary summary(String... names) {
    return new ImageSummary(
        "sha256:" + names.length,
        List.of(names).stream().map(ImageName::parse).toList(),
        DataSize.ofMebibytes(1));
  }

  @Test
  void a_nameless_twin_goes_and_what_somebody_built_on_a_kept_image_stays() {
    image("one", 1, Duration.ofDays(1));
    ImageSummary kept = engine.summaries.get(0);
    List<ImageSummary> all = new ArrayList<>(List.of(kept));
    engine.detailed.put(kept.id(), history(kept, "FROM", "LABEL"));
    for (String id : List.of("twin", "young", "built")) {
      ImageSummary each = new ImageSummary("sha256:" + id, List.of(), DataSize.ofMebibytes(1));
      all.add(each);
      engine.detailed.put(each.id(), history(each, "FROM", "LABEL"));
    }
    engine.detailed.put(
        "sha256:young",
        FakeEngine.details(
            all.get(2), HASH, NOW.minus(Duration.ofHours(2)), List.of(), entries("FROM", "LABEL")));
    engine.detailed.put("sha256:built", history(all.get(3), "FROM", "LABEL", "CMD"));
    engine.summaries = all;
    kept(Map.of()).prune(NOW);
    assertThat(removed()).containsExactly("remove sha256:twin");
  }

  private static ImageDetails history(ImageSummary image, String... instructions) {
    return FakeEngine.details(
        image, HASH, NOW.minus(Duration.ofDays(2)), List.of(), entries(instructions));
  }

  private static List<HistoryEntry> entries(String... instructions) {
    return List.of(instructions).stream()
        .map(each -> new HistoryEntry(each, NOW, DataSize.ofBytes(0), ""))
        .toList();
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
