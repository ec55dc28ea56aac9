/** Finding the engine to use: what names one, and where one may listen that nobody named. */
@NullMarked
package dev.drydock.internal.docker.discovery;

import org.jspecify.annotations.NullMarked;
