package dev.drydock.benchmarks.cases;

import dev.drydock.benchmarks.contender.Wish;
import dev.drydock.benchmarks.measure.Case;
import dev.drydock.benchmarks.measure.Comparison;
import dev.drydock.benchmarks.measure.Experiment;
import dev.drydock.benchmarks.measure.Row;
import java.util.List;

/** All cases, in the order in which {@code benchmarks/run all} takes them. */
public final class Cases {

  private static final List<String> THREE = List.of("raw", "drydock", "testcontainers");
  private static final List<String> WITH_CURL = List.of("raw", "drydock", "testcontainers", "curl");

  private Cases() {}

  /** The cases. */
  public static List<Case> all() {
    return List.of(
        start(),
        ready("http", Wish.Ready.HTTP, "an HTTP answer"),
        ready("log", Wish.Ready.LOG, "a line of the log"),
        ready("health", Wish.Ready.HEALTHY, "the healthcheck"),
        stop(),
        Case.of("parallel", parallel(16), parallel(8)),
        Case.of("exec", new Exec()),
        Case.of("logs", new Logs()),
        copy(),
        Case.of("pull", new Pull()),
        Case.of(
            "build",
            new Build(Build.What.FIRST),
            new Build(Build.What.UNCHANGED),
            new Build(Build.What.NEW_JVM)),
        Case.of("cold", new Cold()),
        Case.of("junit", new OneTestClass()),
        Case.of("class-per-container", new TwentyTestClasses()),
        postgres());
  }

  private static Case start() {
    Row row =
        Row.of("start", "one container with a published port, default readiness", "ms")
            .withGoal(Comparison.DRYDOCK_OVER_RAW, 1.05)
            .withGoal(Comparison.TESTCONTAINERS_OVER_DRYDOCK, 1.3)
            .withGoal(Comparison.RAW_OVER_CURL, 1.05);
    return Case.of("start", new Start(row, Wish.webServer(), WITH_CURL));
  }

  private static Case ready(String name, Wish.Ready ready, String what) {
    Row row =
        Row.of(name, "one container, waiting for " + what, "ms")
            .withGoal(Comparison.DRYDOCK_OVER_RAW, 1.05);
    if (ready == Wish.Ready.HTTP) {
      row = row.withGoal(Comparison.TESTCONTAINERS_OVER_DRYDOCK, 1.5);
    }
    return Case.of(
        name, new Start(row, Wish.lateWebServer("0", ready), THREE), new LateStart(name, ready));
  }

  private static Case stop() {
    Row sixteen =
        Row.of("stop", "close of 16 containers, each contender's own way", "ms")
            .withGoal(Comparison.DRYDOCK_OVER_RAW, 1.05)
            .withGoal(Comparison.TESTCONTAINERS_OVER_DRYDOCK, 1.8);
    Row threads =
        Row.of("stop-threads", "close of 16 containers by 16 threads of the caller", "ms");
    return Case.of(
        "stop",
        new Many(sixteen, 16, Many.Timed.CLOSE),
        new StopOne(),
        new Many(threads, 16, Many.Timed.CLOSE_BY_THREADS));
  }

  private static Experiment parallel(int count) {
    Row row =
        Row.of(
                count == 16 ? "parallel" : "parallel-" + count,
                count + " containers at once, until all have answered",
                "ms")
            .withGoal(Comparison.DRYDOCK_OVER_RAW, 1.05)
            .withGoal(Comparison.TESTCONTAINERS_OVER_DRYDOCK, 1.15);
    return new Many(row, count, Many.Timed.START);
  }

  private static Case copy() {
    int kilobyte = 1000;
    Row large =
        Row.of("copy-large", "one file of 100 MB into a container", "ms")
            .withGoal(Comparison.TESTCONTAINERS_OVER_DRYDOCK, 5);
    Row in =
        Row.of("copy-in", "a directory of 10,000 files of 1 kB into a container", "ms")
            .withGoal(Comparison.TESTCONTAINERS_OVER_DRYDOCK, 1.3);
    Row out =
        Row.of("copy-out", "a directory of 10,000 files of 1 kB out of a container", "ms")
            .withGoal(Comparison.TESTCONTAINERS_OVER_DRYDOCK, 1.3);
    return Case.of(
        "copy",
        new StartWithFiles(),
        new Copy(large, Copy.What.FILE_IN, 1, 100_000 * kilobyte),
        new Copy(in, Copy.What.DIRECTORY_IN, 10_000, kilobyte),
        new Copy(out, Copy.What.DIRECTORY_OUT, 10_000, kilobyte));
  }

  private static Case postgres() {
    Row same =
        Row.of("postgres", "PostgreSQL until JDBC answers, the same server settings", "ms")
            .withGoal(Comparison.DRYDOCK_OVER_RAW, 1.02);
    Row defaults =
        Row.of("postgres-defaults", "PostgreSQL until JDBC answers, each with its defaults", "ms")
            .withGoal(Comparison.TESTCONTAINERS_OVER_DRYDOCK, 1.5);
    return Case.of("postgres", new Postgres(same, true), new Postgres(defaults, false));
  }
}
