/** Registries of images: what they hold, read and deleted without an engine. */
@NullMarked
package dev.drydock.registry;

import org.jspecify.annotations.NullMarked;
