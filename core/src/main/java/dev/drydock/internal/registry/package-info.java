/** Registries of images: what to log in with. */
@NullMarked
package dev.drydock.internal.registry;

import org.jspecify.annotations.NullMarked;
