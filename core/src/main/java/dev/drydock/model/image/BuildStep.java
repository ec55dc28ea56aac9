package dev.drydock.model.image;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One instruction of a Dockerfile, as it was carried out.
 *
 * @param stage the name of the stage it belongs to, or {@code stage-0} and so on; empty when there
 *     is but one
 * @param instruction the instruction in the builder's words
 * @param cached whether the builder had the result already
 * @param duration how long it took; nothing when it was cached
 * @param layer the layer it added to the image; null when it added none, or belongs to another
 *     stage
 */
public record BuildStep(
    String stage,
    String instruction,
    boolean cached,
    Duration duration,
    @Nullable ImageLayer layer) {}
