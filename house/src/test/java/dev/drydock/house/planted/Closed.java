package dev.drydock.house.planted;

/** Keeps the rule. */
public abstract sealed class Closed {
  /** Keeps the rule. */
  public static final class One extends Closed {}

  /** Keeps the rule. */
  public static class Failure extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }
}
