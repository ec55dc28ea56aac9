/** Those who are compared: each starts, uses and removes containers in its own way. */
@NullMarked
package dev.drydock.benchmarks.contender;

import org.jspecify.annotations.NullMarked;
