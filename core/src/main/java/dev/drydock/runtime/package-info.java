/**
 * What is alive and who owns it: sessions and the handles they give. Drydock implements the
 * interfaces.
 */
@NullMarked
package dev.drydock.runtime;

import org.jspecify.annotations.NullMarked;
