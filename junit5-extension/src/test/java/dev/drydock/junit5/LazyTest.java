package dev.drydock.junit5;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.drydock.model.InterruptedWaitException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LazyTest {

  private final AtomicInteger makes = new AtomicInteger();
  private final ExecutorService threads = Executors.newCachedThreadPool();

  @AfterEach
  void end_the_threads() {
    threads.shutdownNow();
  }

  @Test
  void is_made_once_for_many_threads() throws Exception {
    Lazy<Integer> lazy = new Lazy<>("it", makes::incrementAndGet);
    CountDownLatch go = new CountDownLatch(1);
    Callable<Integer> ask =
        () -> {
          go.await();
          return lazy.get();
        };
    List<Future<Integer>> answers = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      answers.add(threads.submit(ask));
    }
    go.countDown();
    for (Future<Integer> each : answers) {
      assertThat(each.get()).isEqualTo(1);
    }
  }

  @Test
  void is_not_made_to_be_closed() {
    Lazy<Integer> lazy = new Lazy<>("it", makes::incrementAndGet);
    lazy.ifMade(value -> makes.addAndGet(100));
    assertThat(makes).hasValue(0);
  }

  @Test
  void remembers_a_failure() {
    Lazy<Integer> lazy =
        new Lazy<>(
            "it",
            () -> {
              throw new IllegalStateException("failure " + makes.incrementAndGet());
            });
    Throwable ignored = catchThrowable(lazy::get);
    assertThatThrownBy(lazy::get).hasMessage("failure 1");
  }

  @Test
  void tries_again_after_an_interrupt() {
    Lazy<Integer> lazy =
        new Lazy<>(
            "it",
            () -> {
              if (makes.incrementAndGet() == 1) {
                throw new InterruptedWaitException("interrupted", null);
              }
              return 7;
            });
    Throwable ignored = catchThrowable(lazy::get);
    assertThat(lazy.get()).isEqualTo(7);
  }

  @Test
  void a_thread_that_waits_for_another_can_be_interrupted() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch end = new CountDownLatch(1);
    Lazy<Integer> lazy =
        new Lazy<>(
            "the shop",
            () -> {
              begun.countDown();
              await(end);
              return 1;
            });
    Future<Integer> first = threads.submit(lazy::get);
    begun.await();
    Thread.currentThread().interrupt();
    Throwable failure = catchThrowable(lazy::get);
    boolean flag = Thread.interrupted();
    end.countDown();
    first.get();
    assertThat(failure)
        .isInstanceOf(InterruptedWaitException.class)
        .hasMessage("Interrupted while another thread was starting the shop.");
    assertThat(flag).as("interrupt flag").isTrue();
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
