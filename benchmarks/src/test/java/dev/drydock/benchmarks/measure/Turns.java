package dev.drydock.benchmarks.measure;

import dev.drydock.benchmarks.contender.Contender;
import java.util.ArrayList;
import java.util.List;

/** An experiment that notes whose turn it was; the figure is the number of the turn. */
public final class Turns implements Experiment {

  private final List<String> taken = new ArrayList<>();
  private final String name;
  private final int warmUps;
  private final List<String> contenders;

  /** Of these contenders. */
  public Turns(String name, int warmUps, String... contenders) {
    this.name = name;
    this.warmUps = warmUps;
    this.contenders = List.of(contenders);
  }

  /** Who has had a turn, one after the other. */
  public String taken() {
    return String.join(" ", taken);
  }

  @Override
  public List<Row> rows() {
    return List.of(Row.of(name, "whose turn it was", "turns"));
  }

  @Override
  public int reps() {
    return 2;
  }

  @Override
  public int warmUps() {
    return warmUps;
  }

  @Override
  public int restMillis() {
    return 0;
  }

  @Override
  public List<String> contenders() {
    return contenders;
  }

  @Override
  public double[] trial(Contender contender) {
    taken.add(contender.name());
    return new double[] {taken.size()};
  }
}
