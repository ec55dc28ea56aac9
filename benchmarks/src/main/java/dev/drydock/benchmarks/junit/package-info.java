/**
 * Test classes of each contender, and the main class of a JVM that runs them; no tests of the
 * build.
 */
@NullMarked
package dev.drydock.benchmarks.junit;

import org.jspecify.annotations.NullMarked;
