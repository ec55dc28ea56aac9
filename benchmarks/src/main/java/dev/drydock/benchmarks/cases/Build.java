package dev.drydock.benchmarks.cases;

import dev.drydock.benchmarks.child.ChildJvm;
import dev.drydock.benchmarks.contender.Contender;
import dev.drydock.benchmarks.contender.Contenders;
import dev.drydock.benchmarks.measure.Comparison;
import dev.drydock.benchmarks.measure.Experiment;
import dev.drydock.benchmarks.measure.Row;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** An image of a Dockerfile and a context of 21 files: a file that is copied, and a command. */
public final class Build implements Experiment {

  /** What is measured. */
  public enum What {
    /** An image that has never been built. */
    FIRST,
    /** The same again, in the same JVM. */
    UNCHANGED,
    /** The same again, in a fresh JVM, from its launch. */
    NEW_JVM
  }

  private static final int FILES = 20;
  private static final int BYTES = 10_000;

  private final What what;
  private final List<String> built = new ArrayList<>();
  private Path context = Path.of("");

  /** Of this. */
  public Build(What what) {
    this.what = what;
  }

  @Override
  public List<Row> rows() {
    return List.of(
        switch (what) {
          case FIRST ->
              Row.of("build", "an image that has never been built", "ms")
                  .withGoal(Comparison.DRYDOCK_OVER_RAW, 1.05);
          case UNCHANGED ->
              Row.of("build-unchanged", "the same image again, in a warm JVM", "ms")
                  .withGoal(Comparison.DRYDOCK, 20);
          case NEW_JVM ->
              Row.of("build-new-jvm", "the same image again, from the launch of a JVM", "ms")
                  .withGoal(Comparison.TESTCONTAINERS_OVER_DRYDOCK, 4);
        });
  }

  @Override
  public int reps() {
    return 15;
  }

  @Override
  public int warmUps() {
    return what == What.NEW_JVM ? 1 : 3;
  }

  @Override
  public void prepare(List<Contender> contenders) throws Exception {
    context = Files.createTempDirectory("drydock-build");
    Files.writeString(
        context.resolve("Dockerfile"),
        "FROM drydock-test/busybox:1\nCOPY . /context\nRUN cat /context/unique >/seen\n");
    for (int i = 0; i < FILES; i++) {
      Files.write(context.resolve("file-" + i), new byte[BYTES]);
    }
    change();
    if (what != What.FIRST) {
      for (Contender each : contenders) {
        built.add(each.build(context));
      }
    }
  }

  private void change() throws IOException {
    Files.writeString(context.resolve("unique"), "build " + System.nanoTime());
  }

  @Override
  public double[] trial(Contender contender) throws Exception {
    if (what == What.FIRST) {
      change();
    }
    long begin = System.nanoTime();
    if (what == What.NEW_JVM) {
      try (ChildJvm child = ChildJvm.launch(contender.name(), Map.of(), context.toString())) {
        child.awaitDone();
        return new double[] {(System.nanoTime() - begin) / 1e6};
      }
    }
    String image = contender.build(context);
    double millis = (System.nanoTime() - begin) / 1e6;
    if (what == What.FIRST) {
      Contenders.removeImage(image);
    }
    return new double[] {millis};
  }

  @Override
  public void close() throws IOException {
    for (String each : built) {
      Contenders.removeImage(each);
    }
  }
}
