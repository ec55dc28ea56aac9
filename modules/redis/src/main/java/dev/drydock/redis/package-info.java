/** Redis for tests: {@link RedisSpec} says what is wanted, {@link Redis} is alive. */
@NullMarked
package dev.drydock.redis;

import org.jspecify.annotations.NullMarked;
