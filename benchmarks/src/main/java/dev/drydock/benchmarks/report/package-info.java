/** What is printed, written and drawn of the results. */
@NullMarked
package dev.drydock.benchmarks.report;

import org.jspecify.annotations.NullMarked;
