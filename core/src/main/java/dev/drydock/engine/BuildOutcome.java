package dev.drydock.engine;

import dev.drydock.model.image.BuildStep;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What became of a build.
 *
 * @param imageId the image's identifier; null when it failed
 * @param steps its steps in order; those of a failed build as far as it came
 * @param failedStep the instruction that failed, in the builder's words; empty when none did, or it
 *     was none of them
 * @param output what the instruction that failed had written, line by line, the last 200
 * @param error why it failed, in the engine's words; empty when it did not
 */
public record BuildOutcome(
    @Nullable String imageId,
    List<BuildStep> steps,
    String failedStep,
    List<String> output,
    String error) {

  /** Copies the lists. */
  public BuildOutcome {
    steps = List.copyOf(steps);
    output = List.copyOf(output);
  }
}
