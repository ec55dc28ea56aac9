/** The cases, each with the goals that it has to meet. */
@NullMarked
package dev.drydock.benchmarks.cases;

import org.jspecify.annotations.NullMarked;
