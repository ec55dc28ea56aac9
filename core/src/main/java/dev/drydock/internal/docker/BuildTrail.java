package dev.drydock.internal.docker;

import dev.drydock.model.image.BuildStep;
import dev.drydock.model.image.ImageLayer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a builder tells while it works. */
interface BuildTrail {

  /** Takes one message of the answer. */
  void take(JsonObject message);

  /** The steps so far, in order. */
  List<Step> steps();

  /** The step that failed, or the last that was begun; null when there was none. */
  @Nullable Step failed();

  /** The image's identifier, if it was told. */
  String imageId();

  /** One instruction on its way. */
  final class Step {

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
