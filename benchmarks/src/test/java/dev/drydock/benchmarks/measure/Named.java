package dev.drydock.benchmarks.measure;

import dev.drydock.benchmarks.contender.Box;
import dev.drydock.benchmarks.contender.Contender;
import dev.drydock.benchmarks.contender.Fleet;
import dev.drydock.benchmarks.contender.Wish;

/** A contender that has a name and needs no engine. */
public record Named(String name) implements Contender {

  @Override
  public Box start(Wish wish) {
    throw new UnsupportedOperationException(name + " starts nothing");
  }

  @Override
  public Fleet startAll(Wish wish, int count) {
    throw new UnsupportedOperationException(name + " starts nothing");
  }

  @Override
  public void close() {}
}
