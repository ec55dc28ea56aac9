/**
 * Tests about the whole house: floors, names, the published API, the pages of {@code docs/}.
 *
 * <p>Every rule is a method that gives back what breaks it, so that {@link PlantedOffendersTest}
 * can show each of them failing on a class of {@code planted}.
 */
@NullMarked
package dev.drydock.house;

import org.jspecify.annotations.NullMarked;
