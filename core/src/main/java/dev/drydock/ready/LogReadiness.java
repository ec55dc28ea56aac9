package dev.drydock.ready;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** So many log lines contain a match. */
record LogReadiness(Pattern pattern, int times) implements Readiness {

  LogReadiness {
    if (times < 1) {
      throw new IllegalArgumentException("log line must be wanted 1 time or more, was " + times);
    }
  }

  @Override
  public String describe() {
    return "a log line matches " + pattern + (times == 1 ? "" : ", " + times + " times");
  }

  @Override
  public boolean readsLog() {
    return true;
  }

  @Override
  public Look begin(Target target) {
    AtomicInteger seen = new AtomicInteger();
    target.onLogLine(
        line -> {
          if (pattern.matcher(line.text()).find()) {
            seen.incrementAndGet();
          }
        });
    return each ->
        seen.get() >= times
            ? Verdict.ready()
            : Verdict.notYet(
                seen.get() == 0
                    ? "no line matched"
                    : seen.get() + " of " + times + " lines matched");
  }

  // Pattern has no value equality of its own.
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof LogReadiness that
        && times == that.times
        && pattern.pattern().equals(that.pattern.pattern())
        && pattern.flags() == that.pattern.flags();
  }

  @Override
  public int hashCode() {
    return 31 * pattern.pattern().hashCode() + times;
  }
}
