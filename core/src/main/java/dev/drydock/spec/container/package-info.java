/**
 * What a container may use, may do and sees: the parts of a container's description that come in
 * groups.
 */
@NullMarked
@CheckReturnValue
package dev.drydock.spec.container;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
