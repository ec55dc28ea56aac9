package dev.drydock.benchmarks.measure;

/**
 * What a comparison has to come to.
 *
 * @param comparison the comparison
 * @param limit the most or the least it may be
 */
public record Goal(Comparison comparison, double limit) {

  /**
   * Whether the value is good enough, as it is printed: with two digits behind the point. What was
   * not measured never is, since not a number would be rounded to 0.
   */
  public boolean isMetBy(double value) {
    if (Double.isNaN(value)) {
      return false;
    }
    double printed = Math.round(value * 100) / 100.0;
    return comparison.atMost() ? printed <= limit : printed >= limit;
  }

  @Override
  public String toString() {
    String bound = comparison.atMost() ? " ≤ " : " ≥ ";
    return comparison.label() + bound + Figures.plain(limit);
  }
}
