package dev.drydock.internal.docker;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads what {@code docker buildx build --progress plain} writes: lines such as {@code #5 [2/3] RUN
 * make}, {@code #5 0.3 its output} and {@code #5 DONE 0.4s}, of several steps by turns.
 */
final class PlainTrail implements BuildTrail {

  private static final Pattern LINE = Pattern.compile("#(\\d+) (.*)");
  private static final Pattern DONE = Pattern.compile("DONE (\\d+(?:\\.\\d+)?)s");
  private static final Pattern OUTPUT = Pattern.compile("\\d+\\.\\d+ (.*)");
  private static final String ERROR = "ERROR: ";

  private final Consumer<String> log;
  private final Map<String, Step> steps = new LinkedHashMap<>();
  private String error = "";
  private @Nullable Step failed;

  PlainTrail(Consumer<String> log) {
    this.log = log;
  }

  void take(String text) {
    if (text.startsWith(ERROR)) {
      error = text.substring(ERROR.length());
      return;
    }
    Matcher line = LINE.matcher(text);
    if (line.matches()) {
      String said = line.group(2);
      Step step = steps.get(line.group(1));
      if (step != null) {
        of(step, said);
        return;
      }
      step = Step.named(said);
      if (step != null) {
        steps.put(line.group(1), step);
        log.accept(said);
      }
    }
  }

  private void of(Step step, String said) {
    Matcher done = DONE.matcher(said);
    Matcher output = OUTPUT.matcher(said);
    if (said.equals("CACHED")) {
      step.cached = true;
      log.accept("  from the cache");
    } else if (done.matches()) {
      step.nanos = (long) (Double.parseDouble(done.group(1)) * 1e9);
      log.accept("  done in " + done.group(1) + " s");
    } else if (said.startsWith(ERROR)) {
      failed = step;
      log.accept("  failed");
    } else if (output.matches()) {
      step.wrote(output.group(1));
      log.accept("  " + output.group(1));
    }
  }

  /** What went wrong; empty when nothing did. */
  String error() {
    return error;
  }

  @Override
  public List<Step> steps() {
    return new ArrayList<>(steps.values());
  }

  @Override
  public @Nullable Step failed() {
    return failed;
  }

  @Override
  public String imageId() {
    return "";
  }
}
