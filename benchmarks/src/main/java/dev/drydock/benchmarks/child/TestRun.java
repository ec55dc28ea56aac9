package dev.drydock.benchmarks.child;

import dev.drydock.benchmarks.contender.Contenders;
import dev.drydock.benchmarks.junit.RunMain;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A test run of one contender, in a fresh JVM with the default flags; it can be repeated, and a
 * repetition finds what the runs before it have written down.
 */
public final class TestRun {

  private static final long LIMIT_MINUTES = 10;

  private final String contender;
  private final Path folder;
  private final Path record;
  private final String mark = "run-" + ProcessHandle.current().pid() + "-" + System.nanoTime();

  private TestRun(String contender, Path folder) {
    this.contender = contender;
    this.folder = folder;
    this.record = folder.resolve("plans.json");
  }

  /**
   * A run that knows of none before it. Its folder may hold test classes, and comes to hold its
   * files.
   */
  public static TestRun fresh(String contender, Path folder) throws IOException {
    TestRun run = new TestRun(contender, folder);
    Files.deleteIfExists(run.record);
    return run;
  }

  /**
   * Runs these test classes, and returns the time from the launch of the JVM until it has ended.
   *
   * @throws IOException if not every class has passed its one test, or a container is left
   */
  public double millis(List<String> testClasses) throws IOException, InterruptedException {
    Path output = folder.resolve("output.txt");
    ProcessBuilder builder =
        new ProcessBuilder(command(testClasses))
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    long begin = System.nanoTime();
    Process process = builder.start();
    if (!process.waitFor(LIMIT_MINUTES, TimeUnit.MINUTES)) {
      process.destroyForcibly();
      throw new IOException(failure("did not end", output));
    }
    double millis = (System.nanoTime() - begin) / 1e6;
    if (process.exitValue() != 0) {
      throw new IOException(failure("failed", output));
    }
    if (Contenders.engineHolds(mark)) {
      throw new IOException(failure("left a container", output));
    }
    return millis;
  }

  private List<String> command(List<String> testClasses) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Dbenchmarks.mark=" + mark);
    command.add("-Ddrydock.prefetch.file=" + record);
    command.add("-cp");
    command.add(ClassPath.ofTests(contender, folder));
    command.add(RunMain.class.getName());
    command.addAll(testClasses);
    return command;
  }

  private String failure(String what, Path output) throws IOException {
    return "the test run of " + contender + " " + what + ":\n" + Files.readString(output);
  }
}
