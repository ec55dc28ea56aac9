/** When a container is ready: conditions, the verdicts they give, and what they may look at. */
@NullMarked
@CheckReturnValue
package dev.drydock.ready;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
