package dev.drydock.model.image;

import dev.drydock.model.DataSize;
import java.time.Instant;

/**
 * One step in the making of an image, as the image tells it.
 *
 * @param instruction what was done, in the builder's words
 * @param created when
 * @param size what it added, unpacked; nothing for a step that only set the configuration
 * @param comment what the builder remarked; often empty
 */
public record HistoryEntry(String instruction, Instant created, DataSize size, String comment) {}
