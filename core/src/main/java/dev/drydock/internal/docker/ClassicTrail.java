package dev.drydock.internal.docker;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads what Docker's classic builder and Podman write: text in which each step begins with a line
 * such as {@code Step 2/6 : RUN make}, and ends with an arrow and an image.
 */
final class ClassicTrail implements BuildTrail.OfMessages {

  private static final Pattern STEP =
      Pattern.compile("(?:\\[\\d+/\\d+\\] )?(?:Step|STEP) (\\d+)(?:/\\d+)? ?: (.*)");
  private static final Pattern IMAGE = Pattern.compile(" ?-{2,3}> ([0-9a-f]{10,64})");
  private static final Pattern CACHED =
      Pattern.compile(" ?-{2,3}> Using cache(?: ([0-9a-f]{10,64}))?");
  private static final Pattern NOISE =
      Pattern.compile(
          " ?---> Running in [0-9a-f]+"
              + "|Removing intermediate container [0-9a-f]+"
              + "|COMMIT \\S+|Successfully (?:built|tagged) \\S+| ?-{2,3}> ?");
  private static final Pattern NAMED = Pattern.compile("(?i)FROM .*\\sAS\\s+(\\S+)");
  private static final Pattern ID = Pattern.compile("sha256:[0-9a-f]{64}");

  private final Consumer<String> log;
  private final LongSupplier nanoTime;
  private final boolean only;
  private final List<Step> steps = new ArrayList<>();
  private final StringBuilder line = new StringBuilder();
  private String id = "";
  private String stage = "";
  private int stages;
  private long begun;

  /** Of a Dockerfile with one stage only, whose name tells nothing, or with more. */
  ClassicTrail(Consumer<String> log, LongSupplier nanoTime, boolean only) {
    this.only = only;
    this.log = log;
    this.nanoTime = nanoTime;
  }

  @Override
  public void take(JsonObject message) {
    String told = message.object("aux").text("ID");
    if (!told.isEmpty()) {
      id = told;
    }
    String text = message.text("stream");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\n') {
        line(line.toString());
        line.setLength(0);
      } else if (c != '\r') {
        line.append(c);
      }
    }
    // The classic builder sends the end of this line in a message of its own, if at all.
    if (line.indexOf("Step ") == 0 && STEP.matcher(line).matches()) {
      line(line.toString());
      line.setLength(0);
    }
  }

  private void line(String text) {
    if (text.isEmpty()) {
      return;
    }
    Matcher step = STEP.matcher(text);
    if (step.matches()) {
      begin(step.group(2).strip());
      log.accept(text);
      return;
    }
    Step current = steps.isEmpty() ? null : steps.get(steps.size() - 1);
    if (current == null) {
      log.accept(text);
      return;
    }
    Matcher cached = CACHED.matcher(text);
    Matcher image = IMAGE.matcher(text);
    if (cached.matches()) {
      current.cached = true;
      if (cached.group(1) != null) {
        current.image = cached.group(1);
      }
      log.accept("  from the cache");
    } else if (image.matches()) {
      current.image = image.group(1);
      current.nanos = nanoTime.getAsLong() - begun;
    } else if (ID.matcher(text).matches() || text.matches("[0-9a-f]{64}")) {
      id = text;
    } else if (!NOISE.matcher(text).matches()) {
      current.wrote(text);
      log.accept("  " + text);
    }
  }

  private void begin(String instruction) {
    begun = nanoTime.getAsLong();
    if (instruction.regionMatches(true, 0, "FROM ", 0, 5)) {
      Matcher named = NAMED.matcher(instruction);
      stage = only ? "" : named.matches() ? named.group(1) : "stage-" + stages;
      stages++;
    }
    steps.add(new Step(stage, instruction));
  }

  @Override
  public List<Step> steps() {
    return steps;
  }

  @Override
  public @Nullable Step failed() {
    return steps.isEmpty() ? null : steps.get(steps.size() - 1);
  }

  @Override
  public String imageId() {
    return id;
  }
}
