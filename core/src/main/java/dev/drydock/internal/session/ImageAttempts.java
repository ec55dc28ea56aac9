package dev.drydock.internal.session;

import dev.drydock.internal.wait.Signal;
import dev.drydock.model.ImageException;
import dev.drydock.model.ImageName;
import dev.drydock.model.InterruptedWaitException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.LoggerFactory;

/** Tries again what may do better the next time, after a pause that grows, and nothing else. */
final class ImageAttempts {

  static final int MOST = 4;
  private static final long FIRST_PAUSE = TimeUnit.MILLISECONDS.toNanos(250);

  private final String what;
  private final ImageName image;

  /**
   * Attempts at one image.
   *
   * @param what is done with it, for example {@code Pull}
   */
  ImageAttempts(String what, ImageName image) {
    this.what = what;
    this.image = image;
  }

  <T> T run(Supplier<T> attempt) {
    Signal never = new Signal();
    long pause = FIRST_PAUSE;
    for (int number = 1; ; number++) {
      try {
        return attempt.get();
      } catch (ImageException e) {
        if (e.reason() != ImageException.Reason.INTERRUPTED || number == MOST) {
          throw e;
        }
        LoggerFactory.getLogger("dev.drydock.pull")
            .info("{} {} of {} failed, trying again: {}", what, number, image, e.getMessage());
      }
      try {
        never.await(pause);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new InterruptedWaitException(
            "Interrupted in the " + what.toLowerCase(java.util.Locale.ROOT) + " of " + image + ".",
            e);
      }
      pause *= 2;
    }
  }
}
