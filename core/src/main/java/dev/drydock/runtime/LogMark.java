package dev.drydock.runtime;

import java.time.Instant;

/**
 * A place in a container's log.
 *
 * @param time that of the last line before it, by the engine's clock; {@link Instant#EPOCH} when
 *     there was none
 */
public record LogMark(Instant time) {}
