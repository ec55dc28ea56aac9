package dev.drydock.spec;

import java.time.Duration;

/** When an image is pulled from its registry. */
public sealed interface PullPolicy {

  /** When the engine does not have it: the default. */
  static PullPolicy missing() {
    return Fixed.MISSING;
  }

  /** Before every start. */
  static PullPolicy always() {
    return Fixed.ALWAYS;
  }

  /** Never; an image the engine does not have is an error. */
  static PullPolicy never() {
    return Fixed.NEVER;
  }

  /**
   * When the engine does not have it, or has an old one: neither built nor tagged within that time,
   * nor pulled for this reason. Engines do not tell when they pulled an image last, so Drydock
   * remembers it, in the user's cache directory.
   *
   * @throws IllegalArgumentException when the time is not positive
   */
  static PullPolicy olderThan(Duration age) {
    return new OlderThan(age);
  }

  /** The policies without settings. */
  enum Fixed implements PullPolicy {
    /** See {@link PullPolicy#missing()}. */
    MISSING,
    /** See {@link PullPolicy#always()}. */
    ALWAYS,
    /** See {@link PullPolicy#never()}. */
    NEVER
  }

  /**
   * See {@link PullPolicy#olderThan(Duration)}.
   *
   * @param age the least age of an image that is pulled anew
   */
  record OlderThan(Duration age) implements PullPolicy {

    /** Checks the time. */
    public OlderThan {
      if (age.isZero() || age.isNegative()) {
        throw new IllegalArgumentException("age of an image must be positive, was " + age);
      }
    }
  }
}
