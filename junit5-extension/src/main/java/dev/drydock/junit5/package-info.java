/**
 * The JUnit Jupiter extension: annotations that say what a test class needs, and what starts it.
 */
@NullMarked
package dev.drydock.junit5;

import org.jspecify.annotations.NullMarked;
