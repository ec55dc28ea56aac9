/** What image is wanted, where a name alone does not do: built, loaded or laid out in Java. */
@NullMarked
@CheckReturnValue
package dev.drydock.spec.image;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
