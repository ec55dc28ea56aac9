package dev.drydock.internal.wait;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drydock.model.InterruptedWaitException;
import dev.drydock.ready.FakeTarget;
import dev.drydock.ready.Look;
import dev.drydock.ready.Readiness;
import dev.drydock.ready.Verdict;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class WaiterTest {

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final CountDownLatch lookEnded = new CountDownLatch(1);
  private final CompletableFuture<Void> death = new CompletableFuture<>();

  @AfterEach
  void endThreads() {
    threads.shutdownNow();
  }

  private Outcome await(Look look, Duration timeout) {
    Signal signal = new Signal();
    CompletableFuture<Void> signalled = death.thenRun(signal::give);
    assertThat(signalled).isNotNull();
    ReadinessLoop loop =
        new ReadinessLoop(
            Readiness.custom("custom", look), new FakeTarget(), signal, death::isDone, () -> {});
    return new Waiter(threads).await("shop", loop, timeout, death);
  }

  private Verdict blockForEver() throws InterruptedException {
    try {
      new CountDownLatch(1).await();
      return Verdict.ready();
    } finally {
      lookEnded.countDown();
    }
  }

  @Test
  void a_look_that_blocks_does_not_outlast_the_timeout_and_is_interrupted() throws Exception {
    Outcome outcome = await(target -> blockForEver(), Duration.ofMillis(20));
    assertThat(outcome.end()).isEqualTo(Outcome.End.TIMED_OUT);
    assertThat(outcome.looks()).as("looks that have ended").isZero();
    assertThat(lookEnded.await(5, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void a_wait_for_ever_is_one() {
    AtomicInteger looks = new AtomicInteger();
    Look third = target -> looks.incrementAndGet() < 3 ? Verdict.notYet("no") : Verdict.ready();
    for (Duration each : List.of(Duration.ofDays(365_000), Duration.ofNanos(Long.MAX_VALUE))) {
      looks.set(0);
      Outcome outcome = await(third, each);
      assertThat(outcome.end()).isEqualTo(Outcome.End.READY);
      assertThat(outcome.looks()).isEqualTo(3);
    }
  }

  @Test
  void a_look_that_blocks_does_not_hide_the_death() throws Exception {
    Outcome outcome =
        await(
            target -> {
              death.complete(null);
              return blockForEver();
            },
            Duration.ofSeconds(15));
    assertThat(outcome.end()).isEqualTo(Outcome.End.DIED);
    assertThat(outcome.after()).isLessThan(Duration.ofSeconds(5));
    assertThat(lookEnded.await(5, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void an_interrupt_ends_the_wait_and_its_look_and_stays_set() throws Exception {
    Thread waiting = Thread.currentThread();
    assertThatThrownBy(
            () ->
                await(
                    target -> {
                      waiting.interrupt();
                      return blockForEver();
                    },
                    Duration.ofSeconds(15)))
        .isInstanceOf(InterruptedWaitException.class)
        .hasMessage("Interrupted while waiting for shop to be ready.");
    assertThat(Thread.interrupted()).isTrue();
    assertThat(lookEnded.await(5, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void an_error_in_a_look_reaches_the_caller() {
    assertThatThrownBy(
            () ->
                await(
                    target -> {
                      throw new AssertionError("mine");
                    },
                    Duration.ofSeconds(15)))
        .isInstanceOf(AssertionError.class);
  }
}
