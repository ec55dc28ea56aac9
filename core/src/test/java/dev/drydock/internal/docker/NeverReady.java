package dev.drydock.internal.docker;

import dev.drydock.ready.Readiness;
import dev.drydock.ready.Verdict;
import java.util.concurrent.CountDownLatch;

/** What keeps a start waiting while a test does something to the engine under it. */
final class NeverReady {

  private NeverReady() {}

  /** A wait without an end, which tells of its first look. */
  static Readiness after(CountDownLatch looked) {
    return Readiness.custom(
        "it never is",
        target -> {
          looked.countDown();
          return Verdict.notYet("no");
        });
  }
}
