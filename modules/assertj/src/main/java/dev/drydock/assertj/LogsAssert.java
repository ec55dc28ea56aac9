package dev.drydock.assertj;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.drydock.model.DrydockException;
import dev.drydock.model.LogLine;
import dev.drydock.runtime.Logs;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.assertj.core.api.AbstractAssert;

/**
 * Assertions about what a container has written. Each reads the log anew; a failure quotes the last
 * lines of what was looked at.
 */
public final class LogsAssert extends AbstractAssert<LogsAssert, Logs> {

  private static final int TAIL = 20;

  LogsAssert(Logs actual) {
    super(actual, LogsAssert.class);
  }

  private List<String> lines() {
    isNotNull();
    return actual.lines().stream().map(LogLine::text).toList();
  }

  private static String tail(List<String> lines) {
    if (lines.isEmpty()) {
      return "There are no lines.";
    }
    int from = Math.max(0, lines.size() - TAIL);
    String head =
        from == 0
            ? "All " + lines.size() + " lines:"
            : "Last " + TAIL + " of " + lines.size() + " lines:";
    return head + "\n  " + String.join("\n  ", lines.subList(from, lines.size()));
  }

  /** A line contains this text. */
  @CanIgnoreReturnValue
  public LogsAssert contains(String text) {
    List<String> lines = lines();
    if (lines.stream().noneMatch(each -> each.contains(text))) {
      throw failure("Expecting a line that contains \"%s\".%n%s", text, tail(lines));
    }
    return this;
  }

  /** No line contains this text. */
  @CanIgnoreReturnValue
  public LogsAssert doesNotContain(String text) {
    List<String> lines = lines();
    for (int i = 0; i < lines.size(); i++) {
      if (lines.get(i).contains(text)) {
        throw failure(
            "Expecting no line that contains \"%s\", but line %s does:%n  %s%n%s",
            text, i + 1, lines.get(i), tail(lines));
      }
    }
    return this;
  }

  /** A line is this text. */
  @CanIgnoreReturnValue
  public LogsAssert containsLine(String line) {
    List<String> lines = lines();
    if (!lines.contains(line)) {
      throw failure("Expecting the line \"%s\".%n%s", line, tail(lines));
    }
    return this;
  }

  /** The lines are these, in this order, and no other. */
  @CanIgnoreReturnValue
  public LogsAssert containsExactlyLines(String... wanted) {
    List<String> lines = lines();
    if (!lines.equals(List.of(wanted))) {
      throw failureWithActualExpected(
          lines,
          List.of(wanted),
          "Expecting exactly the lines%n  %s%n%s",
          String.join("\n  ", wanted),
          tail(lines));
    }
    return this;
  }

  /** The regular expression is found in a line. */
  @CanIgnoreReturnValue
  public LogsAssert containsPattern(String regex) {
    Pattern pattern = Pattern.compile(regex);
    List<String> lines = lines();
    if (lines.stream().noneMatch(each -> pattern.matcher(each).find())) {
      throw failure("Expecting a line in which /%s/ is found.%n%s", regex, tail(lines));
    }
    return this;
  }

  /** There are no lines. */
  @CanIgnoreReturnValue
  public LogsAssert isEmpty() {
    List<String> lines = lines();
    if (!lines.isEmpty()) {
      throw failure("Expecting no lines.%n%s", tail(lines));
    }
    return this;
  }

  /** So many lines contain this text. */
  @CanIgnoreReturnValue
  public LogsAssert contains(int times, String text) {
    List<String> lines = lines();
    long found = lines.stream().filter(each -> each.contains(text)).count();
    if (found != times) {
      throw failureWithActualExpected(
          found,
          times,
          "Expecting %s lines that contain \"%s\", but there are %s.%n%s",
          times,
          text,
          found,
          tail(lines));
    }
    return this;
  }

  /**
   * A line in which the regular expression is found is there, or comes within this time; the log is
   * followed, not read again and again.
   */
  @CanIgnoreReturnValue
  public LogsAssert eventuallyContainsPattern(String regex, Duration timeout) {
    isNotNull();
    try {
      var unused = actual.await(regex, timeout);
      return this;
    } catch (DrydockException e) {
      throw failure(
          "Expecting a line in which /%s/ is found within %s.%n%s%n%s",
          regex, timeout, e.getMessage(), tail(lines()));
    }
  }
}
