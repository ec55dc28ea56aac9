/** Fresh JVMs, in which a contender starts its first container or runs tests. */
@NullMarked
package dev.drydock.benchmarks.child;

import org.jspecify.annotations.NullMarked;
