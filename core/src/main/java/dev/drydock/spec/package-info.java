/** What is wanted: immutable descriptions of containers, networks, volumes, mounts and files. */
@NullMarked
@CheckReturnValue
package dev.drydock.spec;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
