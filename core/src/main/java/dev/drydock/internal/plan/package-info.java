/** Descriptions and facts in, plans out; pure, no engine call. */
@NullMarked
package dev.drydock.internal.plan;

import org.jspecify.annotations.NullMarked;
