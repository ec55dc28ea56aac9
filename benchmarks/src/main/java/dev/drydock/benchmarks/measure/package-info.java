/** How contenders are measured: in turn, many times, and compared by medians. */
@NullMarked
package dev.drydock.benchmarks.measure;

import org.jspecify.annotations.NullMarked;
