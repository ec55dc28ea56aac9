/** PostgreSQL for tests: {@link PostgresSpec} says what is wanted, {@link Postgres} is alive. */
@NullMarked
package dev.drydock.postgresql;

import org.jspecify.annotations.NullMarked;
