package example;

import java.io.PrintStream;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

/** Prints what a test does, and how long each step took. */
final class Steps {

  /** What a step does when it has no result. */
  interface Action {
    void run() throws Exception;
  }

  private final PrintStream out;

  Steps(PrintStream out) {
    this.out = out;
  }

  <T> T take(String step, Callable<T> action) throws Exception {
    long start = System.nanoTime();
    T result = action.call();
    long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
    out.printf("%6d ms  %s%n", millis, step);
    return result;
  }

  void run(String step, Action action) throws Exception {
    take(
        step,
        () -> {
          action.run();
          return null;
        });
  }

  void tell(String fact) {
    out.printf("%9s  %s%n", "", fact);
  }
}
