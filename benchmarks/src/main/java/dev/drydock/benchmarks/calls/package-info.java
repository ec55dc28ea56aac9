/** The engine calls of each contender, as a proxy between it and the engine counts them. */
@NullMarked
package dev.drydock.benchmarks.calls;

import org.jspecify.annotations.NullMarked;
