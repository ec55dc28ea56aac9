/**
 * The engine that speaks the Docker Engine API: the only code that knows HTTP to an engine and the
 * API's JSON.
 */
@NullMarked
package dev.drydock.internal.docker;

import org.jspecify.annotations.NullMarked;
