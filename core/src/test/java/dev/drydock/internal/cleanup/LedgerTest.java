package dev.drydock.internal.cleanup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drydock.engine.Leftover;
import dev.drydock.model.ClosedException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class LedgerTest {

  private final Ledger ledger = new Ledger("its session");

  private final Map<String, Ledger.Entry> entries = new ConcurrentHashMap<>();

  private Ledger.Entry entry(String name) {
    return entries.computeIfAbsent(
        name, key -> new Ledger.Entry(Leftover.Kind.CONTAINER, key, true));
  }

  @Test
  void two_entries_of_one_name_are_two() {
    Ledger.Entry first = new Ledger.Entry(Leftover.Kind.CONTAINER, "web", false);
    Ledger.Entry second = new Ledger.Entry(Leftover.Kind.CONTAINER, "web", false);
    assertThat(ledger.create(first, () -> "made")).isEqualTo("made");
    assertThat(ledger.create(second, () -> "refused")).isEqualTo("refused");
    ledger.strike(second);
    assertThat(ledger.close()).containsExactly(first);
  }

  @Test
  void an_entry_stands_before_the_engine_is_asked() {
    boolean stood = ledger.create(entry("a"), () -> ledger.holds(entry("a")));
    assertThat(stood).isTrue();
  }

  @Test
  void an_entry_stands_though_the_creation_threw() {
    assertThatThrownBy(
        () ->
            ledger.create(
                entry("a"),
                () -> {
                  throw new IllegalStateException();
                }));
    assertThat(ledger.close()).containsExactly(entry("a"));
  }

  @Test
  void entries_come_back_newest_first_without_those_struck_out() {
    for (String name : List.of("a", "b", "c")) {
      String made = ledger.create(entry(name), () -> name);
      assertThat(made).isEqualTo(name);
    }
    ledger.strike(entry("b"));
    assertThat(ledger.close()).containsExactly(entry("c"), entry("a"));
  }

  @Test
  void a_closed_ledger_takes_no_entry() {
    assertThat(ledger.close()).isEmpty();
    assertThatThrownBy(() -> ledger.create(entry("a"), () -> "a"))
        .isInstanceOf(ClosedException.class)
        .hasMessage("Cannot start a: its session is closed.");
  }

  @Test
  void closing_waits_for_a_creation_under_way() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch mayEnd = new CountDownLatch(1);
    CompletableFuture<String> creation =
        CompletableFuture.supplyAsync(
            () ->
                ledger.create(
                    entry("a"),
                    () -> {
                      begun.countDown();
                      awaitQuietly(mayEnd);
                      return "made";
                    }));
    begun.await();
    CompletableFuture<List<Ledger.Entry>> closing = CompletableFuture.supplyAsync(ledger::close);
    assertThat(closing.completeOnTimeout(null, 50, TimeUnit.MILLISECONDS).get()).isNull();
    mayEnd.countDown();
    assertThat(creation.get()).isEqualTo("made");
    assertThat(ledger.close()).containsExactly(entry("a"));
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
