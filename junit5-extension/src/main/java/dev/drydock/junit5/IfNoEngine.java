package dev.drydock.junit5;

/** What becomes of a test class when no container engine answers. */
public enum IfNoEngine {
  /** The class fails with a report of what was tried. */
  FAIL,
  /** The class is skipped, with the same report as the reason. */
  SKIP
}
