package dev.drydock.internal.session;

import dev.drydock.internal.cleanup.Owner;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Identifiers that no two sessions share, on any machine. They are no secret, and {@link
 * UUID#randomUUID()} would have a cold start load forty classes of cryptography.
 */
final class SessionIds {

  /** An odd number without a pattern: multiples of it spread over all numbers. */
  private static final long SPREAD = 0x9e3779b97f4a7c15L;

  private final long process;
  private final AtomicLong made = new AtomicLong(System.nanoTime());

  SessionIds(Owner owner) {
    this.process = mixed(owner.toString().hashCode() ^ System.currentTimeMillis() << 20);
  }

  String next() {
    long number = made.addAndGet(SPREAD);
    return new UUID(mixed(number ^ process), mixed(number + process)).toString();
  }

  /** Each bit of the number decides on half the bits of the result. */
  private static long mixed(long number) {
    long mixed = (number ^ number >>> 33) * 0xff51afd7ed558ccdL;
    mixed = (mixed ^ mixed >>> 33) * 0xc4ceb9fe1a85ec53L;
    return mixed ^ mixed >>> 33;
  }
}
