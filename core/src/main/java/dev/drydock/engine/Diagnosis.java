package dev.drydock.engine;

/**
 * What the search for an engine has come to, for a person to read.
 *
 * @param healthy whether an engine was found that tests can use
 * @param text what was tried and found, and the next thing to do; several lines
 */
public record Diagnosis(boolean healthy, String text) {

  /** The text. */
  @Override
  public String toString() {
    return text;
  }
}
