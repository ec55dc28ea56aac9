/** Planted: what the rules are shown to find. */
@NullMarked
package dev.drydock.house.planted.state;

import org.jspecify.annotations.NullMarked;
