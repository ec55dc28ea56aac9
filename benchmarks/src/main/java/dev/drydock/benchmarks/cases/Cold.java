package dev.drydock.benchmarks.cases;

import dev.drydock.benchmarks.child.ChildJvm;
import dev.drydock.benchmarks.child.ProcessTree;
import dev.drydock.benchmarks.contender.Contender;
import dev.drydock.benchmarks.measure.Comparison;
import dev.drydock.benchmarks.measure.Experiment;
import dev.drydock.benchmarks.measure.Row;
import java.util.List;
import java.util.Map;

/** A fresh JVM, from its launch until its first container has answered a request. */
public final class Cold implements Experiment {

  @Override
  public List<Row> rows() {
    return List.of(
        Row.of("cold", "fresh JVM until its first container has answered", "ms")
            .withGoal(Comparison.DRYDOCK_OVER_RAW, 1.4)
            .withGoal(Comparison.TESTCONTAINERS_OVER_DRYDOCK, 3),
        Row.of("cold-cpu", "CPU time of all its processes until then", "ms")
            .withGoal(Comparison.DRYDOCK_OVER_RAW, 3)
            .withGoal(Comparison.TESTCONTAINERS_OVER_DRYDOCK, 4),
        Row.of("cold-classes", "classes it has loaded by then", "classes"),
        Row.of("cold-memory", "peak resident memory of all its processes", "MB"));
  }

  @Override
  public int reps() {
    return 15;
  }

  @Override
  public int warmUps() {
    return 1;
  }

  @Override
  public double[] trial(Contender contender) throws Exception {
    long begin = System.nanoTime();
    try (ChildJvm child = ChildJvm.launch(contender.name(), Map.of())) {
      child.awaitDone();
      double wall = (System.nanoTime() - begin) / 1e6;
      ProcessTree tree = ProcessTree.of(child.pid());
      double[] values = {wall, tree.cpuMillis(), child.loadedClasses(), tree.peakMegabytes()};
      child.ask("stop");
      return values;
    }
  }
}
