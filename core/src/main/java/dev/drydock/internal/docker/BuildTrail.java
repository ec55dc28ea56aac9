package dev.drydock.internal.docker;

import dev.drydock.model.image.BuildStep;
import dev.drydock.model.image.ImageLayer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a builder tells while it works. */
interface BuildTrail {

  /** One that is read from the messages of an answer. */
  interface OfMessages extends BuildTrail {

    /** Takes one message of the answer. */
    void take(JsonObject message);
  }

  /** The steps so far, in order. */
  List<Step> steps();

  /** The step that failed, or the last that was begun; null when there was none. */
  @Nullable Step failed();

  /** The image's identifier, if it was told. */
  String imageId();

  /** One instruction on its way. */
  final class Step {

    /** {@code [build 2/6] RUN make}, perhaps with the platform before the stage. */
    private static final Pattern NAMED = Pattern.compile("\\[(?:(.*) )?\\s*(\\d+)/\\d+\\] (.*)");

    private static final int MOST_LINES = 200;

    final String stage;
    final String instruction;
    boolean cached;
    long nanos;
    String image = "";
    private final Deque<String> output = new ArrayDeque<>();

    Step(String stage, String instruction) {
      this.stage = stage;
      this.instruction = instruction;
    }

    /** As BuildKit names it; null for what is work of the builder's own. */
    static @Nullable Step named(String name) {
      Matcher matcher = NAMED.matcher(name);
      if (!matcher.matches()) {
        return null;
      }
      String place = matcher.group(1) == null ? "" : matcher.group(1).strip();
      // With a platform before it: linux/amd64 build.
      return new Step(place.substring(place.lastIndexOf(' ') + 1), matcher.group(3).strip());
    }

    boolean isBase() {
      return instruction.regionMatches(true, 0, "FROM ", 0, 5);
    }

    void wrote(String line) {
      output.add(line);
      if (output.size() > MOST_LINES) {
        output.remove();
      }
    }

    List<String> output() {
      return new ArrayList<>(output);
    }

    BuildStep done(@Nullable ImageLayer layer) {
      Duration duration = cached ? Duration.ZERO : Duration.ofNanos(nanos);
      return new BuildStep(stage, instruction, cached, duration, layer);
    }
  }
}
