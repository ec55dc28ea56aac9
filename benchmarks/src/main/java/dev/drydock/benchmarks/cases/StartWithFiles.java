package dev.drydock.benchmarks.cases;

import dev.drydock.benchmarks.contender.Contender;
import dev.drydock.benchmarks.contender.TimedStart;
import dev.drydock.benchmarks.contender.Wish;
import dev.drydock.benchmarks.measure.Comparison;
import dev.drydock.benchmarks.measure.Experiment;
import dev.drydock.benchmarks.measure.Row;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A start with 50 files that are to be there before it, until a request has been answered. */
public final class StartWithFiles implements Experiment {

  private static final int FILES = 50;

  private Path folder = Path.of("");
  private Wish wish = Wish.webServer();

  @Override
  public List<Row> rows() {
    return List.of(
        Row.of("copy-50", "start with 50 files of 1 kB given before it", "ms")
            .withGoal(Comparison.DRYDOCK_OVER_RAW, 1.1)
            .withGoal(Comparison.TESTCONTAINERS_OVER_DRYDOCK, 8));
  }

  @Override
  public int reps() {
    return 10;
  }

  @Override
  public int warmUps() {
    return 1;
  }

  @Override
  public void prepare(List<Contender> contenders) throws Exception {
    folder = Files.createTempDirectory("drydock-copy");
    Trees.fill(folder, FILES, 1000);
    Map<String, Path> files = new LinkedHashMap<>();
    for (int i = 0; i < FILES; i++) {
      files.put("/data/file-" + i, folder.resolve("0").resolve("file-" + i));
    }
    wish = wish.withFiles(files);
  }

  @Override
  public double[] trial(Contender contender) throws Exception {
    TimedStart start = contender.timedStart(wish);
    start.box().close();
    return new double[] {start.millis()};
  }

  @Override
  public void close() throws IOException {
    Trees.delete(folder);
  }
}
