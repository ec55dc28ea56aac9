/** AssertJ assertions about containers, their logs and their commands. */
@NullMarked
package dev.drydock.assertj;

import org.jspecify.annotations.NullMarked;
