/** The entry point: connect to an engine, open a session. */
@NullMarked
package dev.drydock;

import org.jspecify.annotations.NullMarked;
