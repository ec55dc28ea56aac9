package dev.drydock.benchmarks.measure;

import dev.drydock.benchmarks.contender.Contender;
import java.io.Closeable;
import java.io.IOException;
import java.util.List;

/** Something that each contender does in turn, again and again. */
public interface Experiment extends Closeable {

  /** What one trial yields, in order. */
  List<Row> rows();

  /** How often each contender does it, besides the warm-up. */
  int reps();

  /** How often each does it first, without being measured. */
  default int warmUps() {
    return 3;
  }

  /**
   * How long the engine is left alone before each trial: it goes on clearing up after the answer to
   * a removal, and the next contender shall not pay for that.
   */
  default int restMillis() {
    return 200;
  }

  /** Who takes part, in the order of the table. */
  default List<String> contenders() {
    return List.of("raw", "drydock", "testcontainers");
  }

  /** What all trials need, made once; not measured. */
  default void prepare(List<Contender> contenders) throws Exception {}

  /** One trial by one contender; one figure for each row. */
  double[] trial(Contender contender) throws Exception;

  /** Undoes {@link #prepare}. */
  @Override
  default void close() throws IOException {}
}
