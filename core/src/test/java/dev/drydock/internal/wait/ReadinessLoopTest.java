package dev.drydock.internal.wait;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drydock.ready.FakeTarget;
import dev.drydock.ready.Look;
import dev.drydock.ready.Readiness;
import dev.drydock.ready.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ReadinessLoopTest {

  private static final Duration LIMIT = Duration.ofSeconds(30);

  private final FakeTime time = new FakeTime();
  private final AtomicBoolean dead = new AtomicBoolean();

  private Outcome run(Readiness readiness) throws InterruptedException {
    return new ReadinessLoop(readiness, new FakeTarget(), new Signal(), dead::get, () -> {}, time)
        .run(LIMIT);
  }

  private static Readiness custom(Look look) {
    return Readiness.custom("custom", look);
  }

  @Test
  void a_ready_condition_ends_the_wait_without_a_pause() throws InterruptedException {
    Outcome outcome = run(custom(target -> Verdict.ready()));
    assertThat(outcome.end()).isEqualTo(Outcome.End.READY);
    assertThat(time.pauses).isEmpty();
  }

  @Test
  void a_wait_times_out_with_the_last_reason() throws InterruptedException {
    AtomicInteger looks = new AtomicInteger();
    Outcome outcome = run(custom(target -> Verdict.notYet("reason " + looks.incrementAndGet())));
    assertThat(outcome.end()).isEqualTo(Outcome.End.TIMED_OUT);
    assertThat(outcome.after()).isEqualTo(LIMIT);
    assertThat(outcome.why()).isEqualTo("reason " + outcome.looks());
  }

  @Test
  void pauses_grow_from_1_ms_to_20_ms() throws InterruptedException {
    run(custom(target -> Verdict.notYet("no")));
    assertThat(time.pauses.get(0)).isEqualTo(TimeUnit.MILLISECONDS.toNanos(1));
    // The last pause is cut by the timeout.
    assertThat(time.pauses.subList(0, time.pauses.size() - 1)).isSorted();
    assertThat(time.pauses)
        .contains(TimeUnit.MILLISECONDS.toNanos(20))
        .allMatch(each -> each <= TimeUnit.MILLISECONDS.toNanos(20));
  }

  @Test
  void a_costly_look_is_followed_by_a_pause_of_a_quarter_of_its_time() {
    assertThat(ReadinessLoop.pause(0, TimeUnit.MILLISECONDS.toNanos(100)))
        .isEqualTo(TimeUnit.MILLISECONDS.toNanos(25));
    assertThat(ReadinessLoop.pause(0, TimeUnit.SECONDS.toNanos(9)))
        .isEqualTo(TimeUnit.MILLISECONDS.toNanos(250));
  }

  @Test
  void an_exception_counts_as_not_yet_and_is_kept() throws InterruptedException {
    IllegalStateException thrown = new IllegalStateException("not so fast");
    Outcome outcome =
        run(
            custom(
                target -> {
                  throw thrown;
                }));
    assertThat(outcome.end()).isEqualTo(Outcome.End.TIMED_OUT);
    assertThat(outcome.why()).isEqualTo("not so fast");
    assertThat(outcome.cause()).isSameAs(thrown);
  }

  @Test
  void an_error_is_not_swallowed() {
    assertThatThrownBy(
            () ->
                run(
                    custom(
                        target -> {
                          throw new AssertionError("mine");
                        })))
        .isInstanceOf(AssertionError.class)
        .hasMessage("mine");
  }

  @Test
  void never_ends_the_wait_at_once() throws InterruptedException {
    Outcome outcome = run(custom(target -> Verdict.never("broken")));
    assertThat(outcome.end()).isEqualTo(Outcome.End.NEVER);
    assertThat(outcome.why()).isEqualTo("broken");
    assertThat(outcome.looks()).isEqualTo(1);
  }

  @Test
  void death_ends_the_wait_and_keeps_the_last_reason() throws InterruptedException {
    Outcome outcome =
        run(
            custom(
                target -> {
                  dead.set(true);
                  return Verdict.notYet("refused");
                }));
    assertThat(outcome.end()).isEqualTo(Outcome.End.DIED);
    assertThat(outcome.why()).isEqualTo("refused");
  }

  @Test
  void a_condition_that_awaits_the_end_is_looked_at_once_more_after_it()
      throws InterruptedException {
    dead.set(true);
    Readiness job = Readiness.exited(0);
    FakeTarget target = new FakeTarget();
    target.state = new dev.drydock.model.ContainerState.Exited(0, false);
    Outcome outcome =
        new ReadinessLoop(job, target, new Signal(), dead::get, () -> {}, time).run(LIMIT);
    assertThat(outcome.end()).isEqualTo(Outcome.End.READY);
  }

  @Test
  void a_signal_given_before_the_pause_is_not_lost() throws InterruptedException {
    Signal signal = new Signal();
    signal.give();
    long before = System.nanoTime();
    signal.await(TimeUnit.SECONDS.toNanos(20));
    assertThat(System.nanoTime() - before).isLessThan(TimeUnit.SECONDS.toNanos(10));
  }

  private static final class FakeTime implements Ticker {
    private final List<Long> pauses = new ArrayList<>();
    private long now;

    @Override
    public long nanos() {
      return now;
    }

    @Override
    public void pause(Signal signal, long nanos) {
      pauses.add(nanos);
      now += nanos;
    }
  }
}
