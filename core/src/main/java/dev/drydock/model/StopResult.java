package dev.drydock.model;

import java.time.Duration;

/**
 * How a container's main process came to its end when it was asked to.
 *
 * @param exitCode its exit code; 128 + n after signal n
 * @param took how long it took from the question to the end; zero when it had ended before
 * @param killed whether it outlasted the grace period and was killed
 */
public record StopResult(int exitCode, Duration took, boolean killed) {}
