package dev.drydock.benchmarks.cases;

import dev.drydock.benchmarks.contender.Box;
import dev.drydock.benchmarks.contender.Contender;
import dev.drydock.benchmarks.contender.Wish;
import dev.drydock.benchmarks.measure.Comparison;
import dev.drydock.benchmarks.measure.Experiment;
import dev.drydock.benchmarks.measure.Row;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * Files into, or out of, a running container. Both ends lie in memory: writing 10,000 files takes a
 * disk far longer than all else, and the same with every contender.
 */
public final class Copy implements Experiment {

  /** What is copied. */
  public enum What {
    /** One large file in. */
    FILE_IN,
    /** A directory in. */
    DIRECTORY_IN,
    /** A directory out. */
    DIRECTORY_OUT
  }

  private static final String MEMORY = "/memory";
  private static final Path MEMORY_HERE = Path.of("/dev/shm");

  private final Row row;
  private final What what;
  private final int files;
  private final int bytes;
  private final Boxes boxes = new Boxes(Wish.webServer().withMemoryVolume(MEMORY));
  private final AtomicInteger copies = new AtomicInteger();
  private Path source = Path.of("");

  /** Of so many files of so many bytes each. */
  public Copy(Row row, What what, int files, int bytes) {
    this.row = row.withGoal(Comparison.DRYDOCK_OVER_RAW, 1.1);
    this.what = what;
    this.files = files;
    this.bytes = bytes;
  }

  @Override
  public List<Row> rows() {
    return List.of(row);
  }

  @Override
  public int reps() {
    return 10;
  }

  @Override
  public int warmUps() {
    return 2;
  }

  @Override
  public void prepare(List<Contender> contenders) throws Exception {
    boxes.start(contenders);
    Path folder = folder("drydock-copy");
    source = what == What.FILE_IN ? folder.resolve("large") : folder;
    Trees.fill(folder, files, bytes);
    if (what == What.FILE_IN) {
      Files.move(folder.resolve("0").resolve("file-0"), source);
    } else if (what == What.DIRECTORY_OUT) {
      for (Contender each : contenders) {
        boxes.of(each).copyIn(source, MEMORY + "/out");
      }
    }
  }

  private static Path folder(String prefix) throws IOException {
    return Files.isWritable(MEMORY_HERE)
        ? Files.createTempDirectory(MEMORY_HERE, prefix)
        : Files.createTempDirectory(prefix);
  }

  @Override
  public double[] trial(Contender contender) throws Exception {
    Box box = boxes.of(contender);
    return new double[] {what == What.DIRECTORY_OUT ? out(box) : in(box)};
  }

  private double in(Box box) throws Exception {
    String target = MEMORY + "/copy-" + copies.incrementAndGet();
    long begin = System.nanoTime();
    box.copyIn(source, target);
    double millis = (System.nanoTime() - begin) / 1e6;
    String script =
        "test $(find "
            + target
            + " -type f -size "
            + bytes
            + "c | wc -l) = "
            + files
            + "; code=$?; rm -rf "
            + target
            + "; exit $code";
    if (box.exec("sh", "-c", script) != 0) {
      throw new IOException("not all files arrived at " + target);
    }
    return millis;
  }

  private double out(Box box) throws Exception {
    Path target = folder("drydock-copy-out");
    try {
      long begin = System.nanoTime();
      box.copyOut(MEMORY + "/out", target);
      double millis = (System.nanoTime() - begin) / 1e6;
      try (Stream<Path> all = Files.walk(target)) {
        long arrived = all.filter(Files::isRegularFile).count();
        if (arrived != files) {
          throw new IOException(arrived + " of " + files + " files arrived in " + target);
        }
      }
      return millis;
    } finally {
      Trees.delete(target);
    }
  }

  @Override
  public void close() throws IOException {
    boxes.close();
    if (!source.toString().isEmpty()) {
      Trees.delete(what == What.FILE_IN ? source.resolveSibling("") : source);
    }
  }
}
