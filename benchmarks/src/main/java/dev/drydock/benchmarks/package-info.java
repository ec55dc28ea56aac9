/** Drydock measured beside the physical limit and beside testcontainers-java. */
@NullMarked
package dev.drydock.benchmarks;

import org.jspecify.annotations.NullMarked;
