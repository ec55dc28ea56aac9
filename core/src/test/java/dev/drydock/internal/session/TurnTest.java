package dev.drydock.internal.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drydock.model.InterruptedWaitException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class TurnTest {

  private static final String KEY = "test of turns";

  @Test
  void threads_come_one_after_the_other() {
    AtomicInteger now = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    CompletableFuture<?>[] all = new CompletableFuture<?>[4];
    for (int i = 0; i < all.length; i++) {
      all[i] =
          CompletableFuture.runAsync(
              () ->
                  Turn.inTurn(
                      KEY,
                      "test",
                      () -> {
                        most.accumulateAndGet(now.incrementAndGet(), Math::max);
                        Thread.yield();
                        return now.decrementAndGet();
                      }));
    }
    CompletableFuture.allOf(all).join();
    assertThat(most).hasValue(1);
  }

  @Test
  void who_waits_can_be_interrupted() throws Exception {
    Turn turn = Turn.take(KEY + " held", "hold", Duration.ofSeconds(1));
    try {
      Thread.currentThread().interrupt();
      assertThatThrownBy(() -> Turn.inTurn(KEY + " held", "come in", () -> 1))
          .isInstanceOf(InterruptedWaitException.class)
          .hasMessage("Interrupted while waiting to come in.");
      assertThat(Thread.interrupted()).isTrue();
    } finally {
      turn.close();
    }
    assertThat(Turn.inTurn(KEY + " held", "come in", () -> 1)).isEqualTo(1);
  }
}
