package dev.drydock.spec;

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

  /** The policies without settings. */
  enum Fixed implements PullPolicy {
    /** See {@link PullPolicy#missing()}. */
    MISSING,
    /** See {@link PullPolicy#always()}. */
    ALWAYS,
    /** See {@link PullPolicy#never()}. */
    NEVER
  }
}
