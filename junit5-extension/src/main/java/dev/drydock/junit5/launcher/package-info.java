/** What JUnit's launcher makes: the one room that knows the launcher, which a run need not have. */
@NullMarked
package dev.drydock.junit5.launcher;

import org.jspecify.annotations.NullMarked;
