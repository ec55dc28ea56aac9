/** Ties the floors together: sessions, handles, the start of one container and of a group. */
@NullMarked
package dev.drydock.internal.session;

import org.jspecify.annotations.NullMarked;
