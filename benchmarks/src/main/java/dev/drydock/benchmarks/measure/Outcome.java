package dev.drydock.benchmarks.measure;

import java.util.List;
import java.util.Map;

/**
 * What a row came to.
 *
 * @param row the row
 * @param figures by contender, in the order in which the experiment names them
 */
public record Outcome(Row row, Map<String, Figures> figures) {

  /** The value of a comparison; not a number when one of the two did not take part. */
  public double value(Comparison comparison) {
    return comparison.of(figures);
  }

  /** What became of the goals. */
  public List<Verdict> verdicts() {
    return row.goals().stream().map(this::verdict).toList();
  }

  private Verdict verdict(Goal goal) {
    double value = value(goal.comparison());
    return new Verdict(row.name(), goal, value, goal.isMetBy(value));
  }

  /**
   * Whether a goal is met.
   *
   * @param row the row's name
   * @param goal the goal
   * @param value what it came to; not a number when a contender did not take part
   * @param met whether that is good enough
   */
  public record Verdict(String row, Goal goal, double value, boolean met) {

    /** Whether both contenders took part; a goal that is not measured is neither met nor missed. */
    public boolean measured() {
      return !Double.isNaN(value);
    }

    @Override
    public String toString() {
      String word = !measured() ? "not measured" : met ? "met" : "missed";
      return row + ": " + goal + ", is " + Figures.ratio(value) + ": " + word;
    }
  }
}
