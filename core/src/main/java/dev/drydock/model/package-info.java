/**
 * Small values every other floor speaks of: names, ports, sizes, results, states, references, and
 * the exceptions.
 */
@NullMarked
@CheckReturnValue
package dev.drydock.model;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
