package dev.drydock.benchmarks.measure;

import java.util.Map;

/** How the medians of two contenders are compared. */
public enum Comparison {
  /** How many times as long as the limit. */
  DRYDOCK_OVER_RAW("drydock/raw", "drydock", "raw", true, false),
  /** How many times as long as Drydock. */
  TESTCONTAINERS_OVER_DRYDOCK("testcontainers/drydock", "testcontainers", "drydock", false, false),
  /** How much longer than the limit, in the row's unit. */
  DRYDOCK_MINUS_RAW("drydock-raw", "drydock", "raw", true, true),
  /** Drydock's own time, in the row's unit. */
  DRYDOCK("drydock", "drydock", "", true, false),
  /** Whether the yardstick itself is good. */
  RAW_OVER_CURL("raw/curl", "raw", "curl", true, false);

  private final String label;
  private final String left;
  private final String right;
  private final boolean atMost;
  private final boolean difference;

  Comparison(String label, String left, String right, boolean atMost, boolean difference) {
    this.label = label;
    this.left = left;
    this.right = right;
    this.atMost = atMost;
    this.difference = difference;
  }

  /** Its name in tables. */
  public String label() {
    return label;
  }

  /** Whether a goal is an upper bound. */
  public boolean atMost() {
    return atMost;
  }

  /** The value; not a number when one of the two did not take part. */
  public double of(Map<String, Figures> byContender) {
    Figures a = byContender.get(left);
    if (a != null && right.isEmpty()) {
      return a.median();
    }
    Figures b = byContender.get(right);
    if (a == null || b == null) {
      return Double.NaN;
    }
    return difference ? a.median() - b.median() : a.median() / b.median();
  }
}
