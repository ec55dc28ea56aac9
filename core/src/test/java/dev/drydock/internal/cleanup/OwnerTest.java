package dev.drydock.internal.cleanup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drydock.engine.Leftover;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OwnerTest {

  private final Owner self = Owner.current();

  private static Owner with(Owner owner, long pid, long started) {
    return new Owner(owner.host(), owner.boot(), pid, started);
  }

  private static boolean abandoned(Map<String, String> labels, Owner observer) {
    return Sweep.isAbandoned(
        new Leftover(Leftover.Kind.CONTAINER, "1", "one", labels),
        observer,
        Instant.ofEpochSecond(1_000));
  }

  @Test
  void a_container_that_has_its_labels_from_an_image_is_not_abandoned() {
    Map<String, String> labels = Labels.of("session", with(self, self.pid(), 1));
    assertThat(abandoned(labels, self)).isTrue();
    assertThat(abandoned(Labels.ofImage(labels), self)).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "drydock-shop-0123abcd-1:latest, true",
    "localhost/drydock-shop-0123abcd-12:latest, true",
    "sha256:0123abcd, true",
    "registry.example/shop:1, false",
    "registry.example/drydock-shop-0123abcd-1:latest, false",
    "drydock-shop:1, false"
  })
  void an_image_is_abandoned_under_the_names_that_sessions_give(String name, boolean abandoned) {
    Map<String, String> labels = Labels.ofImage(Labels.of("session", with(self, self.pid(), 1)));
    Leftover image = new Leftover(Leftover.Kind.IMAGE, "1", name, labels);
    assertThat(Sweep.isAbandoned(image, self, Instant.ofEpochSecond(1_000))).isEqualTo(abandoned);
  }

  @Test
  void an_owner_is_read_as_it_is_written() {
    assertThat(Owner.parse(self.toString())).isEqualTo(self);
  }

  @Test
  void a_label_of_another_form_is_no_owner() {
    assertThat(Owner.parse("a/b/c/d")).isNull();
    assertThat(Owner.parse("a/b")).isNull();
    assertThat(Owner.parse(null)).isNull();
  }

  @Test
  void a_live_process_is_not_dead() {
    assertThat(self.lifeFor(self)).isEqualTo(Owner.Life.ALIVE);
  }

  @Test
  void a_process_that_has_ended_is_dead() throws Exception {
    Process process = new ProcessBuilder("true").start();
    long pid = process.pid();
    process.waitFor();
    assertThat(with(self, pid, 1).lifeFor(self)).isEqualTo(Owner.Life.DEAD);
  }

  @Test
  void another_process_under_the_same_number_does_not_keep_it_alive() {
    assertThat(with(self, self.pid(), self.started() - 1).lifeFor(self)).isEqualTo(Owner.Life.DEAD);
  }

  @Test
  void a_process_of_another_machine_or_boot_is_never_judged() {
    assertThat(new Owner("elsewhere", self.boot(), 1, 1).lifeFor(self))
        .isEqualTo(Owner.Life.UNKNOWN);
    assertThat(new Owner(self.host(), "other", 1, 1).lifeFor(self)).isEqualTo(Owner.Life.UNKNOWN);
  }

  @Test
  void what_a_dead_process_left_is_abandoned() {
    assertThat(abandoned(Map.of(Labels.OWNER, with(self, self.pid(), 1).toString()), self))
        .isTrue();
  }

  @Test
  void what_a_live_process_owns_is_never_abandoned() {
    assertThat(abandoned(Map.of(Labels.OWNER, self.toString(), Labels.EXPIRES, "999"), self))
        .isFalse();
  }

  @Test
  void what_a_process_elsewhere_owns_is_not_abandoned_until_its_lease_is_over() {
    String elsewhere = new Owner("elsewhere", "boot", 1, 1).toString();
    assertThat(abandoned(Map.of(Labels.OWNER, elsewhere, Labels.EXPIRES, "1001"), self)).isFalse();
    assertThat(abandoned(Map.of(Labels.OWNER, elsewhere, Labels.EXPIRES, "999"), self)).isTrue();
  }

  @Test
  void what_has_no_readable_label_is_left_alone() {
    assertThat(abandoned(Map.of(Labels.OWNER, "?", Labels.EXPIRES, "soon"), self)).isFalse();
  }
}
