package dev.drydock.benchmarks.measure;

import java.util.ArrayList;
import java.util.List;

/**
 * One line of a table: a figure of which less is better.
 *
 * @param name its name, which begins with the case's
 * @param what what is measured, in words
 * @param unit its unit
 * @param goals what the comparison has to come to
 */
public record Row(String name, String what, String unit, List<Goal> goals) {

  /** Copies the list. */
  public Row {
    goals = List.copyOf(goals);
  }

  /** A row without a goal. */
  public static Row of(String name, String what, String unit) {
    return new Row(name, what, unit, List.of());
  }

  /** With one more goal. */
  public Row withGoal(Comparison comparison, double limit) {
    List<Goal> more = new ArrayList<>(goals);
    more.add(new Goal(comparison, limit));
    return new Row(name, what, unit, more);
  }
}
