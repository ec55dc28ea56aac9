/** Planted: what the rules are shown to find. */
@NullMarked
package dev.drydock.house.planted;

import org.jspecify.annotations.NullMarked;
