package dev.drydock.house.planted;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Breaks: nothing sleeps in code or tests. */
final class Sleeping {
  private Sleeping() {}

  static void thread() throws InterruptedException {
    Thread.sleep(1);
  }

  static void unit() throws InterruptedException {
    TimeUnit.SECONDS.sleep(1);
  }

  static void park() {
    LockSupport.parkNanos(1);
  }
}
