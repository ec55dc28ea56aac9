/** What a back end must do, and the plans it receives. Those who write an engine implement it. */
@NullMarked
@CheckReturnValue
package dev.drydock.engine;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
