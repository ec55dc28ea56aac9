/** The one readiness loop, and the race of every wait against the container's death. */
@NullMarked
package dev.drydock.internal.wait;

import org.jspecify.annotations.NullMarked;
