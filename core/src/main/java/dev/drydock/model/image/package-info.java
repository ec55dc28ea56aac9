/** What an image is made of, as small values. */
@NullMarked
@CheckReturnValue
package dev.drydock.model.image;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
