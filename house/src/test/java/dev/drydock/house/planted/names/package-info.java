/** Planted: what the rules are shown to find. */
@NullMarked
package dev.drydock.house.planted.names;

import org.jspecify.annotations.NullMarked;
