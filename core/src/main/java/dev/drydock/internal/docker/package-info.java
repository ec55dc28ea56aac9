/**
 * The engine that speaks the Docker Engine API: the only code that knows docker-java, Apache's HTTP
 * core or the API's JSON.
 */
@NullMarked
package dev.drydock.internal.docker;

import org.jspecify.annotations.NullMarked;
